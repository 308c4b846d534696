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
        posting.HasIndex(p => new { p.Source, p.Id });
        posting.HasIndex(p => new { p.Destination, p.Id });
    }
}

internal sealed class BalanceMap : IEntityTypeConfiguration<Balance>
{
    public void Configure(EntityTypeBuilder<Balance> balance)
    {
        balance.ToTable("balances", table => table.HasCheckConstraint("ck_balances_amount", "amount_minor >= 0"));
        balance.HasKey(b => b.CustomerId);
        balance.Property(b => b.CustomerId).ValueGeneratedNever();
    }
}
