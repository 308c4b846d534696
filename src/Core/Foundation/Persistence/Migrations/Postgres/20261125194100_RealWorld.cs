using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

﻿using System;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Postgres
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
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sender_pattern",
                table: "services",
                type: "text",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "phone",
                table: "orders",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<long>(
                name: "number_id",
                table: "orders",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<string>(
                name: "heard",
                table: "numbers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "heard_order_id",
                table: "numbers",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "link",
                table: "numbers",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "poll_at",
                table: "numbers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "poll_failures",
                table: "numbers",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "dismissed_at",
                table: "messages",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "long_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    source = table.Column<string>(type: "text", nullable: false),
                    sender = table.Column<string>(type: "text", nullable: false),
                    phone = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    part_count = table.Column<int>(type: "integer", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    given_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_long_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supplier_offers",
                columns: table => new
                {
                    supplier = table.Column<string>(type: "text", nullable: false),
                    service_code = table.Column<string>(type: "text", nullable: false),
                    cost_minor = table.Column<long>(type: "bigint", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    seen_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supplier_offers", x => new { x.supplier, x.service_code });
                });

            migrationBuilder.CreateTable(
                name: "supplies",
                columns: table => new
                {
                    order_id = table.Column<long>(type: "bigint", nullable: false),
                    supplier = table.Column<string>(type: "text", nullable: false),
                    service_code = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    cost_minor = table.Column<long>(type: "bigint", nullable: false),
                    most_minor = table.Column<long>(type: "bigint", nullable: false),
                    tried = table.Column<string>(type: "text", nullable: false),
                    activation = table.Column<string>(type: "text", nullable: true),
                    phone = table.Column<string>(type: "text", nullable: true),
                    heard = table.Column<int>(type: "integer", nullable: false),
                    is_listening = table.Column<bool>(type: "boolean", nullable: false),
                    heard_at = table.Column<string>(type: "text", nullable: true),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    next_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    lease_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    long_message_id = table.Column<long>(type: "bigint", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    part_index = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    stored_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "number_id",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);
        }
    }
}
