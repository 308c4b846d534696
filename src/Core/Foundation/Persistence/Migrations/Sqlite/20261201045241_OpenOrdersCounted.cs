using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OpenOrdersCounted : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "open_orders",
                table: "balances",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql("""
                update balances set open_orders =
                    (select count(*) from orders o where o.customer_id = balances.customer_id and o.closed_at is null)
                where exists (select 1 from orders o where o.customer_id = balances.customer_id and o.closed_at is null)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "open_orders",
                table: "balances");
        }
    }
}
