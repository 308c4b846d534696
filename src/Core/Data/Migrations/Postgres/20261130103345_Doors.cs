using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace XthonBot.Core.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Doors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_inbox_open",
                table: "inbox");

            migrationBuilder.DropIndex(
                name: "ux_inbox_source_external_id",
                table: "inbox");

            migrationBuilder.AddColumn<long>(
                name: "digest",
                table: "inbox",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_inbox_open",
                table: "inbox");

            migrationBuilder.DropIndex(
                name: "ux_inbox_source_external_id_digest",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "digest",
                table: "inbox");

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
