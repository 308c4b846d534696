using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Payments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "payment_id",
                table: "postings",
                type: "INTEGER",
                nullable: true);

            // In one statement: a constraint that is added later would write the table anew.
            migrationBuilder.Sql(
                "alter table balances add column debt_minor integer not null default 0 constraint ck_balances_debt check (debt_minor >= 0)"
            );

            migrationBuilder.CreateTable(
                name: "payments",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    public_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    customer_id = table.Column<long>(type: "INTEGER", nullable: false),
                    way = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    channel = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    amount_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    charge_text = table.Column<string>(type: "TEXT", nullable: false),
                    charge_currency = table.Column<string>(type: "TEXT", nullable: false),
                    received_text = table.Column<string>(type: "TEXT", nullable: true),
                    received_currency = table.Column<string>(type: "TEXT", nullable: true),
                    received_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    credited_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    reversed_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    is_reversed = table.Column<bool>(type: "INTEGER", nullable: false),
                    external_id = table.Column<string>(type: "TEXT", nullable: true),
                    payer = table.Column<string>(type: "TEXT", nullable: true),
                    url = table.Column<string>(type: "TEXT", nullable: true),
                    start_key = table.Column<string>(type: "TEXT", nullable: true),
                    remark = table.Column<string>(type: "TEXT", nullable: true),
                    judged_remark = table.Column<string>(type: "TEXT", nullable: true),
                    waiting = table.Column<int>(type: "INTEGER", nullable: false),
                    waiting_service = table.Column<Guid>(type: "TEXT", nullable: true),
                    waiting_price_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    waiting_key = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    paid_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    look_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    looks = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payments", x => x.id);
                    table.CheckConstraint("ck_payments_amount", "amount_minor > 0");
                    table.CheckConstraint("ck_payments_credit", "credited_minor >= 0 and reversed_minor between 0 and credited_minor");
                    table.ForeignKey(
                        name: "fk_payments_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment_receipts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    payment_id = table.Column<long>(type: "INTEGER", nullable: false),
                    file_id = table.Column<string>(type: "TEXT", nullable: true),
                    file_key = table.Column<string>(type: "TEXT", nullable: true),
                    is_photo = table.Column<bool>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: true),
                    is_seen_before = table.Column<bool>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_receipts", x => x.id);
                    table.ForeignKey(
                        name: "fk_payment_receipts_payment_id",
                        column: x => x.payment_id,
                        principalTable: "payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_postings_payment_id",
                table: "postings",
                column: "payment_id",
                filter: "payment_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_balances_debt",
                table: "balances",
                column: "customer_id",
                filter: "debt_minor > 0");

            migrationBuilder.CreateIndex(
                name: "ix_payment_receipts_file_key",
                table: "payment_receipts",
                column: "file_key",
                filter: "file_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_payment_receipts_payment_id",
                table: "payment_receipts",
                column: "payment_id");

            migrationBuilder.CreateIndex(
                name: "ix_payments_customer_id_id",
                table: "payments",
                columns: new[] { "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_payments_look",
                table: "payments",
                column: "look_at",
                filter: "look_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_payments_purchase",
                table: "payments",
                column: "id",
                filter: "waiting = 1 and credited_minor > 0");

            migrationBuilder.CreateIndex(
                name: "ix_payments_state_id",
                table: "payments",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_payments_customer_id_start_key",
                table: "payments",
                columns: new[] { "customer_id", "start_key" },
                unique: true,
                filter: "start_key is not null");

            migrationBuilder.CreateIndex(
                name: "ux_payments_public_id",
                table: "payments",
                column: "public_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_payments_way_external_id",
                table: "payments",
                columns: new[] { "way", "external_id" },
                unique: true,
                filter: "external_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "payment_receipts");

            migrationBuilder.DropTable(
                name: "payments");

            migrationBuilder.DropIndex(
                name: "ix_postings_payment_id",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "ix_balances_debt",
                table: "balances");

            migrationBuilder.DropColumn(
                name: "payment_id",
                table: "postings");

            migrationBuilder.DropColumn(
                name: "debt_minor",
                table: "balances");
        }
    }
}
