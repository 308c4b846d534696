using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Modules.Customers;

namespace XthonBot.Core.Modules.ApiKeys;

/// <summary>A key that was issued. The secret itself is not stored, only its digest.</summary>
public sealed class ApiKey
{
    private ApiKey() { }

    internal ApiKey(long customerId, int slot, string publicPart, byte[] digest, string request, bool isTest, DateTime now)
    {
        CustomerId = customerId;
        Slot = slot;
        PublicPart = publicPart;
        Digest = digest;
        Request = request;
        IsTest = isTest;
        CreatedAt = now;
    }

    public long Id { get; private set; }

    public long CustomerId { get; private set; }

    public Customer? Customer { get; private set; }

    /// <summary>1 to 5; a live key holds its slot by a unique index, which is what limits their count.</summary>
    public int Slot { get; private set; }

    public string PublicPart { get; private set; } = "";

    /// <summary>SHA-256 of the whole key.</summary>
    public byte[] Digest { get; private set; } = [];

    /// <summary>The one-use nonce of the button that asked for it: two taps make one key.</summary>
    public string Request { get; private set; } = "";

    /// <summary>Its owner's name for it; null for none.</summary>
    public string? Name { get; private set; }

    /// <summary>The key may read and change nothing: not buy, not cancel.</summary>
    public bool IsReadOnly { get; private set; }

    /// <summary>From where it may be used, as <see cref="AllowedNetworks"/> writes it; null for anywhere.</summary>
    public string? AllowedNetworks { get; private set; }

    /// <summary>The most that its purchases may cost in a day of UTC, in cents; null for no limit.</summary>
    public long? DailyLimitMinor { get; private set; }

    /// <summary>The key works in the test world alone.</summary>
    public bool IsTest { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime? LastUsedAt { get; private set; }

    public DateTime? RevokedAt { get; private set; }
}

internal sealed class ApiKeyMap : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("api_keys");
        key.HasOne(k => k.Customer).WithMany().HasForeignKey(k => k.CustomerId).OnDelete(DeleteBehavior.Restrict);
        key.HasIndex(k => k.PublicPart).IsUnique();
        key.HasIndex(k => new { k.CustomerId, k.Request }).IsUnique();
        key.HasIndex(k => new { k.CustomerId, k.Slot }).IsUnique().HasFilter("revoked_at is null");
    }
}
