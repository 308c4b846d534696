using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class NightlyRuns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "nightly_runs",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    done_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_nightly_runs", x => x.name);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "nightly_runs");
        }
    }
}
