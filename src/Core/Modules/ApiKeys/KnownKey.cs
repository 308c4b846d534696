using System.Net;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.ApiKeys;

/// <summary>A live key: whose it is, and what it may do.</summary>
/// <param name="IsReadOnly">See <see cref="ApiKey.IsReadOnly"/>.</param>
/// <param name="DailyLimit">See <see cref="ApiKey.DailyLimitMinor"/>.</param>
/// <param name="IsTest">See <see cref="ApiKey.IsTest"/>.</param>
public sealed record KnownKey(
    ApiKeyId Id,
    CustomerId Customer,
    bool IsReadOnly = false,
    AllowedNetworks? Networks = null,
    Money? DailyLimit = null,
    bool IsTest = false
)
{
    /// <summary>SHA-256 of the whole key.</summary>
    internal byte[] Digest { get; init; } = [];

    /// <summary>The limit of its purchases; null where it has none.</summary>
    public SpendingLimit? Limit => DailyLimit is { } limit ? new SpendingLimit(Id, limit) : null;

    public bool MayComeFrom(IPAddress? address) => Networks is null || (address is not null && Networks.Contain(address));
}

/// <summary>The most that a key's purchases may cost in a day of UTC; refunded ones do not count.</summary>
public sealed record SpendingLimit(ApiKeyId Key, Money PerDay);
