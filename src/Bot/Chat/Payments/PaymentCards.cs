using System.Globalization;
using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Payments;

/// <summary>A payment as its customer sees it.</summary>
internal sealed class PaymentCards(PaymentWords ways)
{
    /// <summary>A payment with what can be done about it now.</summary>
    /// <param name="notice">Telegram's HTML over it, which says what happens to it now.</param>
    public Screen Card(Words words, PaymentView payment, string? notice = null)
    {
        var text = new StringBuilder(notice is null ? "" : notice + "\n\n");
        text.Append(
            words.Html(
                "pay.card",
                ("amount", ScreenText.Dollars(payment.Amount)),
                ("way", ways.Title(words, payment)),
                ("state", PaymentWords.State(words, payment)),
                ("at", LocalTime.At(payment.CreatedAt))
            )
        );
        var rows = new List<IReadOnlyList<Button>>();
        if (payment.State == PaymentState.Open)
            AddOpen(words, payment, text, rows);
        else if (payment is { Kind: PaymentKind.Transfer, State: PaymentState.Expired or PaymentState.Review })
            rows.Add([
                new Button.Tap(words.Label(payment.Receipts > 0 ? "pay.receipt.more" : "pay.receipt"), new Callback.AskReceipt(payment.Id)),
            ]);
        if (payment.State == PaymentState.Partial && payment.Url is { } rest)
            rows.Add([new Button.Link(words.Label("pay.rest"), rest)]);
        // The notice over it says so already.
        if (payment.State == PaymentState.Review && notice is null)
            text.Append('\n').Append(words.Html("pay.inreview"));
        if (payment.Received is { } received)
            text.Append('\n').Append(words.Html("pay.received", ("received", Received(received))));
        if (payment.Credited > Money.Zero)
            text.Append('\n').Append(words.Html("pay.credited", ("amount", ScreenText.Dollars(payment.Credited))));
        if (payment.Reversed > Money.Zero)
            text.Append('\n').Append(words.Html("pay.reversed", ("amount", ScreenText.Dollars(payment.Reversed))));
        text.Append("\n<code>").Append(payment.Id).Append("</code>");
        rows.Add([new Button.Tap(words.Label("pay.mine"), new Callback.Payments(default)), Navigation.Home(words)]);
        return new Screen(text.ToString(), [.. rows]);
    }

    /// <summary>The invoice in Stars as a message of its own; the message of before shows the card.</summary>
    public Screen Stars(Words words, PaymentView payment, string storeName)
    {
        var card = Card(words, payment);
        // The invoice has a button of its own, and the card before it has the others.
        return new Screen(card.Html)
        {
            AsNew = true,
            LeavesBehind = card,
            Invoice = new StarInvoice(
                ScreenText.Cut(storeName, MaxTitle),
                words.Label("pay.description", ("amount", ScreenText.Dollars(payment.Amount))),
                payment.Id.ToString(),
                int.Parse(payment.ChargeText, CultureInfo.InvariantCulture)
            ),
        };
    }

    /// <summary>Telegram's own limit.</summary>
    private const int MaxTitle = 32;

    private void AddOpen(Words words, PaymentView payment, StringBuilder text, List<IReadOnlyList<Button>> rows)
    {
        text.Append('\n')
            .Append(
                words.Html(
                    "pay.topay",
                    ("charge", PaymentWords.Charge(payment)),
                    ("fee", ways.Fee(payment.Way) is { } fee ? words.Label("pay.withfee", ("fee", fee)) : "")
                )
            )
            .Append('\n')
            .Append(words.Html("pay.until", ("until", Until(payment))));
        if (payment.Waiting == WaitingPurchase.Waiting)
            text.Append('\n').Append(words.Html("pay.thenbought"));
        if (payment.Kind == PaymentKind.Transfer)
        {
            text.Append("\n\n").Append(Words.Escape(ways.Instruction(words, payment) ?? ""));
            text.Append("\n\n").Append(words.Html("pay.reference", ("reference", payment.Reference)));
            rows.Add([
                new Button.Copy($"📋 {payment.Reference}", payment.Reference),
                new Button.Copy($"📋 {PaymentWords.Charge(payment)}", payment.ChargeText),
            ]);
            rows.Add([new Button.Tap(words.Label("pay.receipt"), new Callback.AskReceipt(payment.Id))]);
        }
        else if (payment.Kind == PaymentKind.Stars)
            rows.Add([
                new Button.Tap(words.Label("pay.open", ("charge", PaymentWords.Charge(payment))), new Callback.PayStars(payment.Id)),
            ]);
        else if (payment.Url is { } url)
            rows.Add([new Button.Link(words.Label("pay.open", ("charge", PaymentWords.Charge(payment))), url)]);
        else
            rows.Add([new Button.Tap(words.Label("pay.look"), new Callback.Payment(payment.Id))]);
        if (payment.Kind is not (PaymentKind.Transfer or PaymentKind.Stars) && payment.Url is not null)
            rows.Add([new Button.Tap(words.Label("pay.look"), new Callback.Payment(payment.Id))]);
    }

    // The day is said only where it is another one than that of the start.
    private static Markup Until(PaymentView payment) =>
        payment.ExpiresAt.Date == payment.CreatedAt.Date ? LocalTime.Clock(payment.ExpiresAt) : LocalTime.At(payment.ExpiresAt);

    /// <param name="received">An amount and its currency.</param>
    private static string Received(string received) =>
        received.Split(' ') is [var amount, var currency] ? PaymentWords.Charge(amount, currency) : received;
}
