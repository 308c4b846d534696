namespace XthonBot.Core.Foundation.Kernel;

/// <summary>The closed list of failures that a caller is to expect. One switch maps them to HTTP, one to chat texts.</summary>
public abstract record Error
{
    private Error() { }

    /// <summary>The balance does not reach.</summary>
    public sealed record InsufficientFunds(Money Need, Money Have) : Error
    {
        public Money Missing => Need - Have;
    }

    /// <summary>The service has no free number.</summary>
    public sealed record OutOfStock(string ServiceName) : Error;

    /// <summary>There is no such thing, or it is not the caller's to see.</summary>
    public sealed record NotFound(string What) : Error;

    /// <summary>The price is no longer what the buyer agreed to. Nothing was charged.</summary>
    public sealed record PriceChanged(Money Agreed, Money Now) : Error;

    /// <summary>The price is above what the buyer would pay. Nothing was charged.</summary>
    public sealed record TooDear(Money Price, Money Most) : Error;

    /// <summary>A code has arrived: the order is kept and cannot be canceled any more.</summary>
    public sealed record CodeArrived(OrderId Order, string? Code) : Error;

    /// <summary>
    /// A text without a code has arrived, which completes the order by the rule of its service: it cannot be canceled any more.
    /// </summary>
    public sealed record TextArrived(OrderId Order) : Error;

    /// <summary>The order has no code that may still be disputed: none was charged, or it came too long ago.</summary>
    public sealed record NoDispute(OrderId Order) : Error;

    /// <summary>The order's status forbids the change.</summary>
    /// <param name="Code">The code that came before, as on a refunded order.</param>
    public sealed record WrongStatus(OrderId Order, OrderStatus Status, string? Code = null) : Error;

    /// <summary>The order has brought no code yet, or brings no more: another one cannot be asked for.</summary>
    public sealed record NoAnotherCode(OrderId Order, OrderStatus Status) : Error;

    /// <summary>A customer has as many open orders as allowed. Nothing was charged.</summary>
    public sealed record TooManyOpen(int Limit) : Error;

    /// <summary>The name or code is taken.</summary>
    public sealed record AlreadyExists(string What) : Error;

    /// <summary>The request was carried out before; what it made is shown only once.</summary>
    public sealed record AlreadyDone(string What) : Error;

    /// <summary>The purchase would cost more than the API key may still spend today. Nothing was charged.</summary>
    /// <param name="Limit">Of a day of UTC.</param>
    /// <param name="Left">Of it, for the rest of the day.</param>
    public sealed record DailyLimitReached(Money Limit, Money Left) : Error;

    /// <summary>The way to pay takes no such amount.</summary>
    public sealed record AmountOutside(Money Least, Money Most) : Error;

    /// <summary>The amount is more than the way to pay still takes of this customer today.</summary>
    /// <param name="Left">For the rest of the day of UTC.</param>
    public sealed record DailyPaymentsReached(Money Limit, Money Left) : Error;

    /// <summary>The way to pay does not answer now, or is switched off. Another one may.</summary>
    public sealed record WayUnavailable(string Way) : Error;

    /// <summary>The payment's state forbids the change.</summary>
    public sealed record WrongPaymentState(PaymentId Payment, PaymentState State) : Error;

    /// <summary>A customer has as many open payments as allowed.</summary>
    public sealed record TooManyPayments(int Limit) : Error;

    /// <summary>A customer has as many live API keys as allowed.</summary>
    public sealed record TooManyKeys(int Limit) : Error;

    /// <summary>A customer has as many webhooks as allowed.</summary>
    public sealed record TooManyWebhooks(int Limit) : Error;

    /// <summary>
    /// An argument is not acceptable; <paramref name="Reason"/> says why, as a word that the texts explain: <c>amount-format</c>.
    /// </summary>
    public sealed record Invalid(string Field, string Reason) : Error;

    /// <summary>The customer is banned.</summary>
    public sealed record Banned(string? Reason) : Error;
}
