using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class BonusTiers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "bonus_paid_at",
                table: "customers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_bonus_by_hand",
                table: "customers",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // A bonus could only be set by hand before.
            migrationBuilder.Sql("update customers set is_bonus_by_hand = (bonus_percent > 0) where bonus_percent > 0");

            migrationBuilder.CreateIndex(
                name: "ix_postings_debits",
                table: "postings",
                columns: new[] { "source", "at" },
                filter: "kind = 4");

            migrationBuilder.CreateIndex(
                name: "ix_postings_deposits",
                table: "postings",
                columns: new[] { "destination", "at" },
                filter: "kind = 3");

            migrationBuilder.CreateIndex(
                name: "ix_customers_bonus_paid_at",
                table: "customers",
                column: "bonus_paid_at",
                filter: "bonus_paid_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_postings_debits",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "ix_postings_deposits",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "ix_customers_bonus_paid_at",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "bonus_paid_at",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "is_bonus_by_hand",
                table: "customers");
        }
    }
}
