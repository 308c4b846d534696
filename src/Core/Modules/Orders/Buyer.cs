using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.ApiKeys;

namespace XthonBot.Core.Modules.Orders;

/// <summary>
/// The buyer with the spending limit. It is made where the caller is known, and cannot be made without the limit of a key.
/// </summary>
public sealed record Buyer
{
    internal Buyer(CustomerId customer, SpendingLimit? limit) => (Customer, Limit) = (customer, limit);

    public CustomerId Customer { get; }

    /// <summary>The limit of the API key that buys, where it has one.</summary>
    public SpendingLimit? Limit { get; }

    /// <summary>A person in the chat: the balance is the only limit.</summary>
    public static Buyer Person(CustomerId customer) => new(customer, null);

    /// <summary>A script, by its API key.</summary>
    public static Buyer Of(KnownKey key) => new(key.Customer, key.Limit);
}
