using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

/// <summary>An order was accepted and charged.</summary>
/// <param name="Offer">Where its number is to be bought in; null for one of the own shelf.</param>
internal readonly record struct OrderPlaced(
    long Key,
    CustomerId Customer,
    OrderChannel Channel,
    string ServiceCode,
    Money Price,
    Offer? Offer,
    DateTime At
) : IDomainEvent;

/// <summary>The number of an order came that had to be bought in.</summary>
internal readonly record struct NumberAssigned(long Key, CustomerId Customer, OrderChannel Channel, DateTime At) : IDomainEvent;

/// <summary>A customer disputed the code of an order.</summary>
internal readonly record struct DisputeOpened(long OrderKey, CustomerId Customer, OrderChannel Channel, DateTime At) : IDomainEvent;

/// <summary>An operator decided that a disputed code stands; of a refund, <see cref="OrderEnded"/> tells.</summary>
internal readonly record struct DisputeRejected(long OrderKey, CustomerId Customer, OrderChannel Channel, DateTime At) : IDomainEvent;

/// <summary>An order was canceled, expired or was refunded, and its money went back.</summary>
/// <param name="Phone">Null where its number had not come.</param>
/// <param name="By">On whose behalf.</param>
internal readonly record struct OrderEnded(
    long Key,
    CustomerId Customer,
    OrderChannel Channel,
    string? Phone,
    OrderStatus To,
    Money Refunded,
    Actor By,
    DateTime At
) : IDomainEvent;
