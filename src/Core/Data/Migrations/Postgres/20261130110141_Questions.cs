using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace XthonBot.Core.Data.Migrations.Postgres
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
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    bot_id = table.Column<long>(type: "bigint", nullable: false),
                    chat = table.Column<long>(type: "bigint", nullable: false),
                    asked_in = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    customer_id = table.Column<long>(type: "bigint", nullable: true),
                    service_id = table.Column<Guid>(type: "uuid", nullable: true),
                    api_key_id = table.Column<long>(type: "bigint", nullable: true),
                    turn = table.Column<int>(type: "integer", nullable: false),
                    message_id = table.Column<int>(type: "integer", nullable: true),
                    again_message_id = table.Column<int>(type: "integer", nullable: true),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    closed_in = table.Column<long>(type: "bigint", nullable: true)
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
