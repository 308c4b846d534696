using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace XthonBot.Core.Foundation.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Alerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "reference",
                table: "payments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "key",
                table: "notifications",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "alerts",
                columns: table => new
                {
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    detail = table.Column<string>(type: "TEXT", nullable: false),
                    told_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerts", x => new { x.kind, x.subject });
                });

            // As PaymentReference does: of the last 35 bits of the id five for each letter, the lowest first. Of transfers alone.
            migrationBuilder.Sql(
                """
                update payments set reference =
                        substr('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', cast((p.bits >> 0) & 31 as integer) + 1, 1)
                        || substr('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', cast((p.bits >> 5) & 31 as integer) + 1, 1)
                        || substr('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', cast((p.bits >> 10) & 31 as integer) + 1, 1)
                        || substr('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', cast((p.bits >> 15) & 31 as integer) + 1, 1)
                        || substr('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', cast((p.bits >> 20) & 31 as integer) + 1, 1)
                        || substr('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', cast((p.bits >> 25) & 31 as integer) + 1, 1)
                        || substr('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', cast((p.bits >> 30) & 31 as integer) + 1, 1)
                from (
                    select id as key,
                            ((instr('0123456789ABCDEF', substr(upper(public_id), -1, 1)) - 1) << 0)
                            + ((instr('0123456789ABCDEF', substr(upper(public_id), -2, 1)) - 1) << 4)
                            + ((instr('0123456789ABCDEF', substr(upper(public_id), -3, 1)) - 1) << 8)
                            + ((instr('0123456789ABCDEF', substr(upper(public_id), -4, 1)) - 1) << 12)
                            + ((instr('0123456789ABCDEF', substr(upper(public_id), -5, 1)) - 1) << 16)
                            + ((instr('0123456789ABCDEF', substr(upper(public_id), -6, 1)) - 1) << 20)
                            + ((instr('0123456789ABCDEF', substr(upper(public_id), -7, 1)) - 1) << 24)
                            + ((instr('0123456789ABCDEF', substr(upper(public_id), -8, 1)) - 1) << 28)
                            + ((instr('0123456789ABCDEF', substr(upper(public_id), -9, 1)) - 1) << 32) as bits
                    from payments where kind = 7
                ) p
                where payments.id = p.key
                """);

            migrationBuilder.CreateIndex(
                name: "ix_payments_reference",
                table: "payments",
                column: "reference",
                filter: "reference is not null");

            migrationBuilder.CreateIndex(
                name: "ux_notifications_key",
                table: "notifications",
                column: "key",
                unique: true,
                filter: "key is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alerts");

            migrationBuilder.DropIndex(
                name: "ix_payments_reference",
                table: "payments");

            migrationBuilder.DropIndex(
                name: "ux_notifications_key",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "reference",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "key",
                table: "notifications");
        }
    }
}
