using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Core.Modules.Customers;

/// <summary>A person who buys. The ledger keeps the balance.</summary>
public sealed class Customer
{
    private Customer() { }

    internal Customer(long telegramId, string? username, string name, string language, DateTime now)
    {
        TelegramId = telegramId;
        Username = username;
        Name = name;
        Language = language;
        CreatedAt = now;
    }

    public long Id { get; private set; }

    /// <summary>The Telegram user id, which is also the id of their private chat.</summary>
    public long TelegramId { get; private set; }

    /// <summary>Without @, lower-case; may change or vanish at any time.</summary>
    public string? Username { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>A language of the texts, such as <c>en</c>.</summary>
    public string Language { get; private set; } = "";

    /// <summary>0 to 90, taken off every list price.</summary>
    public int BonusPercent { get; private set; }

    /// <summary>Whether an operator set the bonus; what is earned by payments does not change it then.</summary>
    public bool IsBonusByHand { get; private set; }

    /// <summary>
    /// The time of the deposit on which an earned bonus rests: it falls when that one no longer counts. Null where none is earned.
    /// </summary>
    public DateTime? BonusPaidAt { get; private set; }

    public string? TermsVersion { get; private set; }

    public DateTime? TermsAcceptedAt { get; private set; }

    public DateTime? BannedAt { get; private set; }

    public string? BanReason { get; private set; }

    /// <summary>When Telegram said that they blocked the bot; nothing is sent until they come back.</summary>
    public DateTime? BlockedBotAt { get; private set; }

    public DateTime CreatedAt { get; private set; }

    internal void AcceptTerms(string version, DateTime now) => (TermsVersion, TermsAcceptedAt) = (version, now);

    internal void Speak(string language) => Language = language;

    internal void SetBonus(int percent) => (BonusPercent, IsBonusByHand, BonusPaidAt) = (percent, true, null);

    /// <summary>From nothing: what payments earn is set in the same transaction.</summary>
    internal void EarnBonus() => (BonusPercent, IsBonusByHand, BonusPaidAt) = (0, false, null);

    internal void Ban(string? reason, DateTime now) => (BannedAt, BanReason) = (now, reason);

    internal void Unban() => (BannedAt, BanReason) = (null, null);

    internal void ComeBack(string? username, string name) => (Username, Name, BlockedBotAt) = (username, name, null);
}

internal sealed class CustomerMap : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> customer)
    {
        customer.ToTable("customers", table => table.HasCheckConstraint("ck_customers_bonus", "bonus_percent between 0 and 90"));
        customer.HasOne<Balance>().WithOne().HasForeignKey<Balance>(b => b.CustomerId).OnDelete(DeleteBehavior.Restrict);
        customer.HasMany<IdempotentResponse>().WithOne().HasForeignKey(r => r.CustomerId).OnDelete(DeleteBehavior.Restrict);
        customer.HasIndex(c => c.TelegramId).IsUnique();
        customer.HasIndex(c => c.Username);
        customer.HasIndex(c => c.BonusPaidAt).HasFilter("bonus_paid_at is not null");
    }
}
