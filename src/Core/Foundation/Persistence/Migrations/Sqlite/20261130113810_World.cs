using Microsoft.EntityFrameworkCore.Migrations;

﻿using System;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class World : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_messages_phone_id",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ux_messages_source_external_id",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ix_inbox_open",
                table: "inbox");

            migrationBuilder.DropIndex(
                name: "ux_inbox_source_external_id",
                table: "inbox");

            migrationBuilder.AddColumn<string>(
                name: "digest",
                table: "messages",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "twin",
                table: "messages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "digest",
                table: "inbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "digest_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    secret = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_digest_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "questions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    bot_id = table.Column<long>(type: "INTEGER", nullable: false),
                    chat = table.Column<long>(type: "INTEGER", nullable: false),
                    asked_in = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    customer_id = table.Column<long>(type: "INTEGER", nullable: true),
                    service_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    api_key_id = table.Column<long>(type: "INTEGER", nullable: true),
                    turn = table.Column<int>(type: "INTEGER", nullable: false),
                    message_id = table.Column<int>(type: "INTEGER", nullable: true),
                    again_message_id = table.Column<int>(type: "INTEGER", nullable: true),
                    until = table.Column<DateTime>(type: "TEXT", nullable: false),
                    closed_in = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_questions", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_messages_phone_digest",
                table: "messages",
                columns: new[] { "phone", "digest" });

            migrationBuilder.CreateIndex(
                name: "ux_messages_source_external_id_digest",
                table: "messages",
                columns: new[] { "source", "external_id", "digest" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_messages_twin",
                table: "messages",
                column: "twin",
                unique: true,
                filter: "twin is not null");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_open",
                table: "inbox",
                columns: new[] { "source", "lane", "id" },
                filter: "done_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_inbox_source_external_id_digest",
                table: "inbox",
                columns: new[] { "source", "external_id", "digest" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_questions_chat_turn",
                table: "questions",
                columns: new[] { "chat", "turn" });

            migrationBuilder.CreateIndex(
                name: "ix_questions_until",
                table: "questions",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "ux_questions_bot_id_asked_in",
                table: "questions",
                columns: new[] { "bot_id", "asked_in" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "digest_keys");

            migrationBuilder.DropTable(
                name: "questions");

            migrationBuilder.DropIndex(
                name: "ix_messages_phone_digest",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ux_messages_source_external_id_digest",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ux_messages_twin",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ix_inbox_open",
                table: "inbox");

            migrationBuilder.DropIndex(
                name: "ux_inbox_source_external_id_digest",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "digest",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "twin",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "digest",
                table: "inbox");

            migrationBuilder.CreateIndex(
                name: "ix_messages_phone_id",
                table: "messages",
                columns: new[] { "phone", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_messages_source_external_id",
                table: "messages",
                columns: new[] { "source", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inbox_open",
                table: "inbox",
                columns: new[] { "source", "lane", "external_id" },
                filter: "done_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_inbox_source_external_id",
                table: "inbox",
                columns: new[] { "source", "external_id" },
                unique: true);
        }
    }
}
