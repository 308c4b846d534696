using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ChargesByOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_postings_source_id",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "ix_orders_customer_id_id",
                table: "orders");

            migrationBuilder.CreateIndex(
                name: "ix_postings_source_id",
                table: "postings",
                columns: new[] { "source", "id" },
                filter: "order_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_orders_closed_of",
                table: "orders",
                columns: new[] { "customer_id", "id" },
                filter: "closed_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_postings_source_id",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "ix_orders_closed_of",
                table: "orders");

            migrationBuilder.CreateIndex(
                name: "ix_postings_source_id",
                table: "postings",
                columns: new[] { "source", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_customer_id_id",
                table: "orders",
                columns: new[] { "customer_id", "id" });
        }
    }
}
