using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class House : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "service_id",
                table: "imports",
                type: "INTEGER",
                nullable: true);
            // Until now another code was awaited while as many had come as when it was asked for; now until one comes.
            migrationBuilder.Sql(
                """
                update activations set seen = -1
                where seen >= 0 and seen < (select count(*) from messages m where m.order_id = activations.order_id and m.code is not null)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "service_id",
                table: "imports");
        }
    }
}
