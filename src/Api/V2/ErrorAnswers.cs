using Microsoft.AspNetCore.Http;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.V2;

/// <summary>The one place where the store's expected failures become HTTP.</summary>
internal static class ErrorAnswers
{
    /// <summary>By the reference.</summary>
    public static readonly Failure OutOfStock = Conflict("Out of stock");

    /// <summary>The found value in its shape, or the error.</summary>
    public static ApiResult<TShape> Answer<T, TShape>(this Result<T> found, Func<T, TShape> shape)
        where TShape : class => found.Match<ApiResult<TShape>>(value => shape(value), error => For(error));

    public static Failure For(Error error) =>
        error switch
        {
            Error.InsufficientFunds => Failure.Of(StatusCodes.Status402PaymentRequired),
            Error.DailyLimitReached e => new Failure(
                StatusCodes.Status402PaymentRequired,
                $"The daily limit of this key is {e.Limit}, {e.Left} are left until midnight UTC"
            ),
            Error.OutOfStock => OutOfStock,
            Error.NotFound missing => new Failure(StatusCodes.Status404NotFound, $"Not found: no such {missing.What}"),
            // A ban looks like a bad key, also when it came between the check of the key and the purchase.
            Error.Banned => Failure.Of(StatusCodes.Status401Unauthorized),
            Error.CodeArrived arrived => CodeArrived($"{arrived.Order}", arrived.Code),
            Error.WrongStatus wrong => Refused(
                $"The transaction is {wrong.Status.Text()} and cannot be canceled",
                new TransactionState($"{wrong.Order}", wrong.Status.Text(), wrong.Code)
            ),
            Error.NoAnotherCode { Status: OrderStatus.Pending } => Conflict("The transaction is PENDING, its first code has not arrived"),
            Error.NoAnotherCode none => Conflict($"The transaction is {none.Status.Text()} and takes no more codes"),
            Error.TooManyOpen open => Conflict($"There are {open.Limit} open transactions already, which is the most"),
            Error.PriceChanged changed => Conflict($"The price is {changed.Now} now"),
            Error.TooDear dear => Conflict($"The price is {dear.Price}, more than the {dear.Most} of max_price"),
            Error.AlreadyExists exists => Conflict($"There is a {exists.What} already"),
            Error.AlreadyDone => Conflict("This was done before"),
            Error.TooManyKeys keys => Conflict($"There are {keys.Limit} keys already"),
            Error.TooManyWebhooks webhooks => Conflict($"There are {webhooks.Limit} webhooks already"),
            Error.Invalid invalid => new Failure(StatusCodes.Status400BadRequest, $"{invalid.Field}: {Reason(invalid.Reason)}"),
            _ => throw new InvalidOperationException($"No answer for {error.GetType().Name}."),
        };

    public static Failure CodeArrived(string order, string? code) =>
        Refused("A code has arrived, the number cannot be canceled", new TransactionState(order, OrderStatus.Succeeded.Text(), code));

    // The words of those that a request can meet; the others are words of the chat's.
    private static string Reason(string reason) =>
        reason switch
        {
            "not-a-webhook-url" => "must be an address of at most 2000 characters, without a name and a password",
            "needs-https" => "must begin with https://",
            "webhook-off" => "is switched off",
            "unknown-event" => "must be a list of names of events",
            "amount-format" => "must be a text with an amount, like \"1.20\"",
            "amount-too-large" => "must be at most 1000000.00",
            "amount-not-positive" => "must be more than 0.00",
            _ => reason,
        };

    private static Failure Conflict(string message) => new(StatusCodes.Status409Conflict, message);

    private static Failure Refused(string message, TransactionState state) =>
        Conflict(message) with
        {
            Body = JsonBody.Bytes(new FailureEnvelope(false, state, message)),
        };
}
