using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Payments;

/// <summary>Money of a payment came and was credited.</summary>
/// <param name="Credited">By this; not all that came before.</param>
/// <param name="Balance">Afterwards.</param>
internal readonly record struct PaymentReceived(
    long Key,
    PaymentId Id,
    CustomerId Customer,
    string Way,
    OrderChannel Channel,
    PaymentState State,
    Money Credited,
    Money Balance,
    bool IsPurchaseWaiting,
    DateTime At
) : IDomainEvent;

/// <summary>The payer has the money back, and the credit was reversed.</summary>
/// <param name="Debt">The part that the balance did not cover.</param>
internal readonly record struct PaymentReversed(
    long Key,
    PaymentId Id,
    CustomerId Customer,
    string Way,
    OrderChannel Channel,
    PaymentState State,
    Money Reversed,
    Money Debt,
    Money Balance,
    DateTime At
) : IDomainEvent;

/// <summary>An operator has to look at a payment.</summary>
internal readonly record struct PaymentDoubted(long Key, PaymentId Id, CustomerId Customer, string Way, string Remark, DateTime At)
    : IDomainEvent;

/// <summary>An operator judged a payment.</summary>
/// <param name="Decision">In one word: <c>credit</c>, <c>refuse</c> or <c>leave</c>.</param>
/// <param name="Credited">By this.</param>
/// <param name="Reason">For the customer, where it is refused.</param>
internal readonly record struct PaymentJudged(
    long Key,
    PaymentId Id,
    CustomerId Customer,
    string Way,
    string Decision,
    Money Credited,
    string? Reason,
    Actor By,
    DateTime At
) : IDomainEvent
{
    public bool IsRefused => Decision == "refuse";
}

/// <summary>The purchase that waited for a payment was not made; the money is on the balance.</summary>
/// <param name="Reason">A word for the texts: <c>price</c>, <c>stock</c> or <c>other</c>.</param>
internal readonly record struct WaitingPurchaseFailed(
    long Key,
    PaymentId Id,
    CustomerId Customer,
    ServiceId Service,
    string Reason,
    DateTime At
) : IDomainEvent;
