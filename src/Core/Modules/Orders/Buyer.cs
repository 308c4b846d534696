using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.ApiKeys;

namespace XthonBot.Core.Modules.Orders;

/// <summary>
/// Who buys, and within which limit. It is made where it is known who asks, and cannot be made without the limit of a key.
/// </summary>
public sealed record Buyer
{
    internal Buyer(CustomerId customer, SpendingLimit? limit) => (Customer, Limit) = (customer, limit);

    public CustomerId Customer { get; }

    /// <summary>Of the API key that buys, where it has one.</summary>
    public SpendingLimit? Limit { get; }

    /// <summary>Somebody who taps for themselves: their balance is the only limit.</summary>
    public static Buyer Person(CustomerId customer) => new(customer, null);

    /// <summary>A script, by the key with which it asks.</summary>
    public static Buyer Of(KnownKey key) => new(key.Customer, key.Limit);
}
