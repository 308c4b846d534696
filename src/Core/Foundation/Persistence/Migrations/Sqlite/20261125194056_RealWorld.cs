using Microsoft.EntityFrameworkCore.Migrations;

﻿using System;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RealWorld : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "code_pattern",
                table: "services",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sender_pattern",
                table: "services",
                type: "TEXT",
                nullable: true);

            // SQLite cannot let a column be null that could not: the table is made anew. By hand, since EF would do so in several
            // transactions, and a process that died between them would leave a database that no start can mend. Whoever migrates has
            // switched foreign keys off, which counts only outside of a transaction.
            migrationBuilder.Sql("""
                CREATE TABLE orders_anew (
                    "id" INTEGER NOT NULL CONSTRAINT "pk_orders" PRIMARY KEY AUTOINCREMENT,
                    "channel" INTEGER NOT NULL,
                    "closed_at" TEXT NULL,
                    "code" TEXT NULL,
                    "code_at" TEXT NULL,
                    "created_at" TEXT NOT NULL,
                    "customer_id" INTEGER NOT NULL,
                    "ended_at" TEXT NULL,
                    "expires_at" TEXT NOT NULL,
                    "list_price_minor" INTEGER NOT NULL,
                    "number_id" INTEGER NULL,
                    "phone" TEXT NULL,
                    "price_minor" INTEGER NOT NULL,
                    "public_id" TEXT NOT NULL,
                    "purchase_key" TEXT NULL,
                    "service_id" INTEGER NOT NULL,
                    "service_name" TEXT NOT NULL,
                    "status" INTEGER NOT NULL,
                    CONSTRAINT "ck_orders_price" CHECK (price_minor >= 0 and price_minor <= list_price_minor),
                    CONSTRAINT "fk_orders_customer_id" FOREIGN KEY ("customer_id") REFERENCES "customers" ("id") ON DELETE RESTRICT,
                    CONSTRAINT "fk_orders_number_id" FOREIGN KEY ("number_id") REFERENCES "numbers" ("id") ON DELETE RESTRICT,
                    CONSTRAINT "fk_orders_service_id" FOREIGN KEY ("service_id") REFERENCES "services" ("id") ON DELETE RESTRICT
                );
                INSERT INTO orders_anew (id, channel, closed_at, code, code_at, created_at, customer_id, ended_at, expires_at, list_price_minor, number_id, phone, price_minor, public_id, purchase_key, service_id, service_name, status)
                SELECT id, channel, closed_at, code, code_at, created_at, customer_id, ended_at, expires_at, list_price_minor, number_id, phone, price_minor, public_id, purchase_key, service_id, service_name, status FROM orders;
                DROP TABLE orders;
                ALTER TABLE orders_anew RENAME TO orders;
                CREATE INDEX "ix_orders_code_at" ON "orders" ("code_at") WHERE code is not null;
                CREATE INDEX "ix_orders_created_at" ON "orders" ("created_at");
                CREATE INDEX "ix_orders_customer_id_id" ON "orders" ("customer_id", "id");
                CREATE INDEX "ix_orders_open_until" ON "orders" ("expires_at") WHERE closed_at is null;
                CREATE INDEX "ix_orders_phone_id" ON "orders" ("phone", "id");
                CREATE UNIQUE INDEX "ux_orders_customer_id_purchase_key" ON "orders" ("customer_id", "purchase_key") WHERE purchase_key is not null;
                CREATE UNIQUE INDEX "ux_orders_phone_open" ON "orders" ("phone") WHERE closed_at is null;
                CREATE UNIQUE INDEX "ux_orders_public_id" ON "orders" ("public_id");
                """);

            migrationBuilder.AddColumn<string>(
                name: "heard",
                table: "numbers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "heard_order_id",
                table: "numbers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "link",
                table: "numbers",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "poll_at",
                table: "numbers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "poll_failures",
                table: "numbers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "dismissed_at",
                table: "messages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "long_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    sender = table.Column<string>(type: "TEXT", nullable: false),
                    phone = table.Column<string>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    part_count = table.Column<int>(type: "INTEGER", nullable: false),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    given_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_long_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supplier_offers",
                columns: table => new
                {
                    supplier = table.Column<string>(type: "TEXT", nullable: false),
                    service_code = table.Column<string>(type: "TEXT", nullable: false),
                    cost_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supplier_offers", x => new { x.supplier, x.service_code });
                });

            migrationBuilder.CreateTable(
                name: "supplies",
                columns: table => new
                {
                    order_id = table.Column<long>(type: "INTEGER", nullable: false),
                    supplier = table.Column<string>(type: "TEXT", nullable: false),
                    service_code = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    cost_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    most_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    tried = table.Column<string>(type: "TEXT", nullable: false),
                    activation = table.Column<string>(type: "TEXT", nullable: true),
                    phone = table.Column<string>(type: "TEXT", nullable: true),
                    heard = table.Column<int>(type: "INTEGER", nullable: false),
                    is_listening = table.Column<bool>(type: "INTEGER", nullable: false),
                    heard_at = table.Column<string>(type: "TEXT", nullable: true),
                    asked_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    next_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    lease_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supplies", x => x.order_id);
                    table.ForeignKey(
                        name: "fk_supplies_order_id",
                        column: x => x.order_id,
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "message_parts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    long_message_id = table.Column<long>(type: "INTEGER", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    part_index = table.Column<int>(type: "INTEGER", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    external_id = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    received_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    stored_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_parts", x => x.id);
                    table.ForeignKey(
                        name: "fk_message_parts_long_message_id",
                        column: x => x.long_message_id,
                        principalTable: "long_messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_numbers_heard",
                table: "numbers",
                column: "poll_at",
                filter: "heard is not null");

            migrationBuilder.CreateIndex(
                name: "ix_numbers_polled",
                table: "numbers",
                column: "poll_at",
                filter: "status = 1 and link is not null");

            migrationBuilder.CreateIndex(
                name: "ix_messages_waiting",
                table: "messages",
                columns: new[] { "stored_at", "id" },
                filter: "order_id is null and dismissed_at is null and text is not null");

            migrationBuilder.CreateIndex(
                name: "ix_long_messages_given",
                table: "long_messages",
                column: "started_at",
                filter: "given_at is not null");

            migrationBuilder.CreateIndex(
                name: "ux_long_messages_source_sender_phone_reference",
                table: "long_messages",
                columns: new[] { "source", "sender", "phone", "reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_message_parts_stored_at",
                table: "message_parts",
                column: "stored_at");

            migrationBuilder.CreateIndex(
                name: "ux_message_parts_long_message_id_round_part_index",
                table: "message_parts",
                columns: new[] { "long_message_id", "round", "part_index" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_message_parts_source_external_id_part_index",
                table: "message_parts",
                columns: new[] { "source", "external_id", "part_index" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_supplies_due",
                table: "supplies",
                column: "next_at",
                filter: "state in (0, 1, 2, 3)");

            migrationBuilder.CreateIndex(
                name: "ix_supplies_owed",
                table: "supplies",
                column: "supplier",
                filter: "state = 5");

            migrationBuilder.CreateIndex(
                name: "ux_supplies_activation",
                table: "supplies",
                columns: new[] { "supplier", "activation" },
                unique: true,
                filter: "activation is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "message_parts");

            migrationBuilder.DropTable(
                name: "supplier_offers");

            migrationBuilder.DropTable(
                name: "supplies");

            migrationBuilder.DropTable(
                name: "long_messages");

            migrationBuilder.DropIndex(
                name: "ix_numbers_heard",
                table: "numbers");

            migrationBuilder.DropIndex(
                name: "ix_numbers_polled",
                table: "numbers");

            migrationBuilder.DropIndex(
                name: "ix_messages_waiting",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "code_pattern",
                table: "services");

            migrationBuilder.DropColumn(
                name: "sender_pattern",
                table: "services");

            migrationBuilder.DropColumn(
                name: "heard",
                table: "numbers");

            migrationBuilder.DropColumn(
                name: "heard_order_id",
                table: "numbers");

            migrationBuilder.DropColumn(
                name: "link",
                table: "numbers");

            migrationBuilder.DropColumn(
                name: "poll_at",
                table: "numbers");

            migrationBuilder.DropColumn(
                name: "poll_failures",
                table: "numbers");

            migrationBuilder.DropColumn(
                name: "dismissed_at",
                table: "messages");

            migrationBuilder.AlterColumn<string>(
                name: "phone",
                table: "orders",
                type: "TEXT",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "number_id",
                table: "orders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);
        }
    }
}
