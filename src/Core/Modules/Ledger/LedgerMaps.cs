using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace XthonBot.Core.Modules.Ledger;

internal sealed class PostingMap : IEntityTypeConfiguration<Posting>
{
    public void Configure(EntityTypeBuilder<Posting> posting)
    {
        posting.ToTable(
            "postings",
            table =>
            {
                table.HasCheckConstraint("ck_postings_amount", "amount_minor >= 0");
                table.HasCheckConstraint("ck_postings_accounts", "source <> destination");
            }
        );
        posting.HasOne<Posting>().WithOne().HasForeignKey<Posting>(p => p.ReversesId).OnDelete(DeleteBehavior.Restrict);
        posting.HasIndex(p => p.ReversesId).IsUnique().HasFilter("reverses_id is not null");
        posting.HasIndex(p => p.Reference).IsUnique().HasFilter("reference is not null");
        // An order is charged once and refunded once.
        posting.HasIndex(p => new { p.OrderId, p.Kind }).IsUnique();
        posting.HasIndex(p => p.PaymentId).HasFilter("payment_id is not null");
        // A charge is found by its order: there are as many as all else together, and each would write to another page.
        posting.HasIndex(p => new { p.Source, p.Id }).HasFilter("order_id is null");
        posting.HasIndex(p => new { p.Destination, p.Id });
        // Of what customers paid in lately: no purchase and no refund of one is in them.
        posting
            .HasIndex(p => new { p.Destination, p.At })
            .HasFilter($"kind = {(int)PostingKind.Deposit}")
            .HasDatabaseName("ix_postings_deposits");
        posting
            .HasIndex(p => new { p.Source, p.At })
            .HasFilter($"kind = {(int)PostingKind.Adjustment}")
            .HasDatabaseName("ix_postings_debits");
    }
}

internal sealed class BalanceMap : IEntityTypeConfiguration<Balance>
{
    public void Configure(EntityTypeBuilder<Balance> balance)
    {
        balance.ToTable(
            "balances",
            table =>
            {
                table.HasCheckConstraint("ck_balances_amount", "amount_minor >= 0");
                table.HasCheckConstraint("ck_balances_debt", "debt_minor >= 0");
            }
        );
        balance.HasIndex(b => b.CustomerId).HasFilter("debt_minor > 0").HasDatabaseName("ix_balances_debt");
        balance.HasKey(b => b.CustomerId);
        balance.Property(b => b.CustomerId).ValueGeneratedNever();
        balance.Property(b => b.DebtMinor).HasDefaultValue(0L);
        balance.Property(b => b.OpenOrders).HasDefaultValue(0);
    }
}
