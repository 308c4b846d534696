using Microsoft.AspNetCore.Http;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.V2;

/// <summary>The one place where the store's expected failures become HTTP.</summary>
internal static class ErrorAnswers
{
    /// <summary>The words are those of the reference.</summary>
    public static readonly Failure OutOfStock = Conflict("Out of stock");

    /// <summary>The found value in its shape, or the error.</summary>
    public static ApiResult<TShape> Answer<T, TShape>(this Result<T> found, Func<T, TShape> shape)
        where TShape : class => found.Match<ApiResult<TShape>>(value => shape(value), error => For(error));

    public static Failure For(Error error) =>
        error switch
        {
            Error.InsufficientFunds funds => Short(funds),
            Error.DailyLimitReached e => new Failure(
                StatusCodes.Status402PaymentRequired,
                $"The daily limit of this key is {e.Limit}, {e.Left} are left until midnight UTC"
            ),
            Error.OutOfStock => OutOfStock,
            Error.NotFound missing => new Failure(StatusCodes.Status404NotFound, $"Not found: no such {missing.What}"),
            // A ban looks like a bad key, also when it came between the check of the key and the purchase.
            Error.Banned => Failure.Of(StatusCodes.Status401Unauthorized),
            Error.CodeArrived arrived => CodeArrived($"{arrived.Order}", arrived.Code),
            Error.TextArrived arrived => Refused(
                "A text without a code has been delivered, the number cannot be canceled",
                new TransactionState($"{arrived.Order}", OrderStatus.Succeeded.Text(), null)
            ),
            Error.NoDispute => Conflict("The code of this transaction cannot be disputed any more"),
            Error.WrongStatus wrong => Refused(
                $"The transaction is {wrong.Status.Text()} and cannot be canceled",
                new TransactionState($"{wrong.Order}", wrong.Status.Text(), wrong.Code)
            ),
            Error.NoAnotherCode { Status: OrderStatus.Pending } => Conflict("The transaction is PENDING, its first code has not arrived"),
            Error.NoAnotherCode none => Conflict($"The transaction is {none.Status.Text()} and takes no more codes"),
            Error.TooManyOpen open => Conflict($"There are {open.Limit} open transactions already, which is the most"),
            Error.PriceChanged changed => Conflict($"The price is {changed.Now} now"),
            Error.TooDear dear => Conflict($"The price is {dear.Price}, more than the {dear.Most} of max_price"),
            Error.AmountOutside outside => new Failure(
                StatusCodes.Status400BadRequest,
                $"amount: this method takes from {outside.Least} to {outside.Most}"
            ),
            Error.DailyPaymentsReached daily => Conflict(
                $"This method takes {daily.Limit} a day, {daily.Left} are left until midnight UTC"
            ),
            // Not kept for its idempotency key: the same request is carried out later.
            Error.WayUnavailable => new Failure(
                StatusCodes.Status503ServiceUnavailable,
                "This method is not available now; another one may be"
            ),
            Error.WrongPaymentState state => Conflict($"The payment is {state.State.Text()}"),
            Error.TooManyPayments payments => Conflict($"There are {payments.Limit} open payments already"),
            Error.AlreadyExists exists => Conflict($"There is a {exists.What} already"),
            Error.AlreadyDone => Conflict("This was done before"),
            Error.TooManyKeys keys => Conflict($"There are {keys.Limit} keys already"),
            Error.TooManyWebhooks webhooks => Conflict($"There are {webhooks.Limit} webhooks already"),
            Error.Invalid invalid => new Failure(StatusCodes.Status400BadRequest, $"{invalid.Field}: {Reason(invalid.Reason)}"),
            _ => throw new InvalidOperationException($"No answer for {error.GetType().Name}."),
        };

    public static Failure CodeArrived(string order, string? code) =>
        Refused("A code has arrived, the number cannot be canceled", new TransactionState(order, OrderStatus.Succeeded.Text(), code));

    // The words of the errors that a request can meet; the others occur in the chat alone.
    private static string Reason(string reason) =>
        reason switch
        {
            "not-a-webhook-url" => "must be a URL of at most 2000 characters, without a username or password",
            "needs-https" => "must begin with https://",
            "webhook-off" => "is switched off",
            "unknown-event" => "must be a list of names of events",
            "amount-format" => "must be a text with an amount, like \"1.20\"",
            "amount-too-large" => "must be at most 1000000.00",
            "amount-not-positive" => "must be more than 0.00",
            _ => reason,
        };

    private static Failure Short(Error.InsufficientFunds funds)
    {
        var failure = Failure.Of(StatusCodes.Status402PaymentRequired);
        var data = new FundsData($"{funds.Missing}", $"{funds.Have}", $"{funds.Need}");
        return failure with { Body = JsonBody.Bytes(new FundsEnvelope(false, data, failure.Message)) };
    }

    private static Failure Conflict(string message) => new(StatusCodes.Status409Conflict, message);

    private static Failure Refused(string message, TransactionState state) =>
        Conflict(message) with
        {
            Body = JsonBody.Bytes(new FailureEnvelope(false, state, message)),
        };
}
