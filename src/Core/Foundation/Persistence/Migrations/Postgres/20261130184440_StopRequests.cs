using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class StopRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "stop_requested_at",
                table: "inbox",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "stop_requested_at",
                table: "inbox");
        }
    }
}
