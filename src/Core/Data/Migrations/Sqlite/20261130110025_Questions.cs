using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace XthonBot.Core.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Questions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "questions");
        }
    }
}
