using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace XthonBot.Core.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class MessageIdentity : Migration
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

            migrationBuilder.AddColumn<string>(
                name: "digest",
                table: "messages",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "twin",
                table: "messages",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "digest_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    secret = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_digest_keys", x => x.id);
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "digest_keys");

            migrationBuilder.DropIndex(
                name: "ix_messages_phone_digest",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ux_messages_source_external_id_digest",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ux_messages_twin",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "digest",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "twin",
                table: "messages");

            migrationBuilder.CreateIndex(
                name: "ix_messages_phone_id",
                table: "messages",
                columns: new[] { "phone", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_messages_source_external_id",
                table: "messages",
                columns: new[] { "source", "external_id" },
                unique: true);
        }
    }
}
