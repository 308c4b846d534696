using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Texts;

/// <summary>The one switch from the store's errors to words, as Telegram's HTML.</summary>
public static class ErrorTexts
{
    public static string Of(Words words, Error error) =>
        error switch
        {
            Error.InsufficientFunds e => words.Html(
                "error.funds",
                ("need", ScreenText.Dollars(e.Need)),
                ("have", ScreenText.Dollars(e.Have)),
                ("missing", ScreenText.Dollars(e.Missing))
            ),
            Error.OutOfStock e => words.Html("error.stock", ("service", e.ServiceName)),
            Error.NotFound e => words.Html("error.notfound", ("what", Thing(words, e.What))),
            Error.PriceChanged e => words.Html("error.price", ("agreed", ScreenText.Dollars(e.Agreed)), ("now", ScreenText.Dollars(e.Now))),
            Error.TooDear e => words.Html("error.dear", ("price", ScreenText.Dollars(e.Price)), ("most", ScreenText.Dollars(e.Most))),
            Error.CodeArrived e => words.Html("error.code", ("code", e.Code ?? "—")),
            Error.TextArrived => words.Html("error.text"),
            Error.NoDispute => words.Html("error.nodispute"),
            Error.WrongStatus e => words.Html("error.status", ("order", e.Order), ("status", Status(words, e.Status))),
            Error.NoAnotherCode e => words.Html("error.status", ("order", e.Order), ("status", Status(words, e.Status))),
            Error.TooManyOpen e => words.Html("error.open", ("limit", e.Limit)),
            Error.AlreadyExists e => words.Html("error.exists", ("what", e.What)),
            Error.AlreadyDone => words.Html("error.done"),
            Error.DailyLimitReached e => words.Html(
                "error.daily",
                ("limit", ScreenText.Dollars(e.Limit)),
                ("left", ScreenText.Dollars(e.Left))
            ),
            Error.AmountOutside e => words.Html(
                "error.outside",
                ("least", ScreenText.Dollars(e.Least)),
                ("most", ScreenText.Dollars(e.Most))
            ),
            Error.DailyPaymentsReached e => words.Html(
                "error.dailypayments",
                ("limit", ScreenText.Dollars(e.Limit)),
                ("left", ScreenText.Dollars(e.Left))
            ),
            Error.WayUnavailable => words.Html("error.way"),
            Error.WrongPaymentState e => words.Html(
                "error.paymentstate",
                ("state", words.Label("payment." + e.State.Text().ToLowerInvariant()))
            ),
            Error.TooManyPayments e => words.Html("error.payments", ("limit", e.Limit)),
            Error.TooManyKeys e => words.Html("error.keys", ("limit", e.Limit)),
            Error.TooManyWebhooks e => words.Html("error.webhooks", ("limit", e.Limit)),
            Error.Invalid e => words.Html("error.invalid", ("field", Thing(words, e.Field)), ("reason", Reason(words, e))),
            Error.Banned e => words.Html("banned", ("reason", e.Reason ?? words.Label("banned.noreason")), ("contact", "")),
            _ => throw new InvalidOperationException($"No words for {error.GetType().Name}."),
        };

    /// <summary>To an operator, about a customer: it is not the reader who has the balance.</summary>
    public static string ForOperator(Words words, Error error, string customer) =>
        error is Error.InsufficientFunds e
            ? words.Html(
                "error.customerfunds",
                ("customer", customer),
                ("need", ScreenText.Dollars(e.Need)),
                ("have", ScreenText.Dollars(e.Have)),
                ("missing", ScreenText.Dollars(e.Missing))
            )
            : Of(words, error);

    public static string Status(Words words, OrderStatus status) => words.Label("status." + status.Text().ToLowerInvariant());

    public static string Reason(Words words, Error.Invalid error) => words.Label("reason." + error.Reason);

    // Names for which the store has its own words; others are named as they are.
    private static string Thing(Words words, string what) => words.All.ContainsKey("thing." + what) ? words.Label("thing." + what) : what;
}
