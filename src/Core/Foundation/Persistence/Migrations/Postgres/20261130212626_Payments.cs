using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Payments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "payment_id",
                table: "postings",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "debt_minor",
                table: "balances",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "payments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    public_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<long>(type: "bigint", nullable: false),
                    way = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    channel = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    charge_text = table.Column<string>(type: "text", nullable: false),
                    charge_currency = table.Column<string>(type: "text", nullable: false),
                    received_text = table.Column<string>(type: "text", nullable: true),
                    received_currency = table.Column<string>(type: "text", nullable: true),
                    received_minor = table.Column<long>(type: "bigint", nullable: false),
                    credited_minor = table.Column<long>(type: "bigint", nullable: false),
                    reversed_minor = table.Column<long>(type: "bigint", nullable: false),
                    is_reversed = table.Column<bool>(type: "boolean", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: true),
                    payer = table.Column<string>(type: "text", nullable: true),
                    url = table.Column<string>(type: "text", nullable: true),
                    start_key = table.Column<string>(type: "text", nullable: true),
                    remark = table.Column<string>(type: "text", nullable: true),
                    judged_remark = table.Column<string>(type: "text", nullable: true),
                    waiting = table.Column<int>(type: "integer", nullable: false),
                    waiting_service = table.Column<Guid>(type: "uuid", nullable: true),
                    waiting_price_minor = table.Column<long>(type: "bigint", nullable: true),
                    waiting_key = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    paid_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    look_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    looks = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payments", x => x.id);
                    table.CheckConstraint("ck_payments_amount", "amount_minor > 0");
                    table.CheckConstraint("ck_payments_credit", "credited_minor >= 0 and reversed_minor between 0 and credited_minor");
                    table.ForeignKey(
                        name: "fk_payments_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment_receipts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    payment_id = table.Column<long>(type: "bigint", nullable: false),
                    file_id = table.Column<string>(type: "text", nullable: true),
                    file_key = table.Column<string>(type: "text", nullable: true),
                    is_photo = table.Column<bool>(type: "boolean", nullable: false),
                    text = table.Column<string>(type: "text", nullable: true),
                    is_seen_before = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_receipts", x => x.id);
                    table.ForeignKey(
                        name: "fk_payment_receipts_payment_id",
                        column: x => x.payment_id,
                        principalTable: "payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_postings_payment_id",
                table: "postings",
                column: "payment_id",
                filter: "payment_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_balances_debt",
                table: "balances",
                column: "customer_id",
                filter: "debt_minor > 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_balances_debt",
                table: "balances",
                sql: "debt_minor >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_payment_receipts_file_key",
                table: "payment_receipts",
                column: "file_key",
                filter: "file_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_payment_receipts_payment_id",
                table: "payment_receipts",
                column: "payment_id");

            migrationBuilder.CreateIndex(
                name: "ix_payments_customer_id_id",
                table: "payments",
                columns: new[] { "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_payments_look",
                table: "payments",
                column: "look_at",
                filter: "look_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_payments_purchase",
                table: "payments",
                column: "id",
                filter: "waiting = 1 and credited_minor > 0");

            migrationBuilder.CreateIndex(
                name: "ix_payments_state_id",
                table: "payments",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_payments_customer_id_start_key",
                table: "payments",
                columns: new[] { "customer_id", "start_key" },
                unique: true,
                filter: "start_key is not null");

            migrationBuilder.CreateIndex(
                name: "ux_payments_public_id",
                table: "payments",
                column: "public_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_payments_way_external_id",
                table: "payments",
                columns: new[] { "way", "external_id" },
                unique: true,
                filter: "external_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "payment_receipts");

            migrationBuilder.DropTable(
                name: "payments");

            migrationBuilder.DropIndex(
                name: "ix_postings_payment_id",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "ix_balances_debt",
                table: "balances");

            migrationBuilder.DropCheckConstraint(
                name: "ck_balances_debt",
                table: "balances");

            migrationBuilder.DropColumn(
                name: "payment_id",
                table: "postings");

            migrationBuilder.DropColumn(
                name: "debt_minor",
                table: "balances");
        }
    }
}
