using Microsoft.EntityFrameworkCore.Migrations;

﻿using System;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Load : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_postings_reference",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "ux_postings_reverses_id",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "ix_orders_number_id",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "ix_orders_service_id",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "ix_numbers_batch",
                table: "numbers");

            migrationBuilder.DropIndex(
                name: "ix_messages_order_id",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ix_inbox_open",
                table: "inbox");

            migrationBuilder.DropIndex(
                name: "ux_audit_log_reference",
                table: "audit_log");

            migrationBuilder.AddColumn<string>(
                name: "holder",
                table: "inbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    batch = table.Column<string>(type: "TEXT", nullable: false),
                    lines = table.Column<int>(type: "INTEGER", nullable: false),
                    added = table.Column<int>(type: "INTEGER", nullable: false),
                    duplicates = table.Column<int>(type: "INTEGER", nullable: false),
                    invalid = table.Column<int>(type: "INTEGER", nullable: false),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    finished_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => x.batch);
                });

            migrationBuilder.CreateTable(
                name: "leases",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    holder = table.Column<string>(type: "TEXT", nullable: false),
                    until = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leases", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "protection_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    xml = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_protection_keys", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ux_postings_reference",
                table: "postings",
                column: "reference",
                unique: true,
                filter: "reference is not null");

            migrationBuilder.CreateIndex(
                name: "ux_postings_reverses_id",
                table: "postings",
                column: "reverses_id",
                unique: true,
                filter: "reverses_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_messages_order_id",
                table: "messages",
                column: "order_id",
                filter: "order_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_open",
                table: "inbox",
                columns: new[] { "source", "lane", "external_id" },
                filter: "done_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_audit_log_reference",
                table: "audit_log",
                column: "reference",
                unique: true,
                filter: "reference is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "imports");

            migrationBuilder.DropTable(
                name: "leases");

            migrationBuilder.DropTable(
                name: "protection_keys");

            migrationBuilder.DropIndex(
                name: "ux_postings_reference",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "ux_postings_reverses_id",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "ix_messages_order_id",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ix_inbox_open",
                table: "inbox");

            migrationBuilder.DropIndex(
                name: "ux_audit_log_reference",
                table: "audit_log");

            migrationBuilder.DropColumn(
                name: "holder",
                table: "inbox");

            migrationBuilder.CreateIndex(
                name: "ux_postings_reference",
                table: "postings",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_postings_reverses_id",
                table: "postings",
                column: "reverses_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_orders_number_id",
                table: "orders",
                column: "number_id");

            migrationBuilder.CreateIndex(
                name: "ix_orders_service_id",
                table: "orders",
                column: "service_id");

            migrationBuilder.CreateIndex(
                name: "ix_numbers_batch",
                table: "numbers",
                column: "batch");

            migrationBuilder.CreateIndex(
                name: "ix_messages_order_id",
                table: "messages",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_open",
                table: "inbox",
                column: "id",
                filter: "done_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_audit_log_reference",
                table: "audit_log",
                column: "reference",
                unique: true);
        }
    }
}
