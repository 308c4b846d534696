using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Payments;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Modules.Questions;
using XthonBot.Core.Views.Operator;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>A payment as operators see it: with its receipt, its customer's history, and the decisions that are open.</summary>
internal sealed class OperatorPaymentCards(
    ReadPaymentsHandler read,
    PaymentHistoryHandler history,
    FindCustomerHandler customers,
    PaymentWords ways
)
{
    // A caption has 1024 characters, and its card stands around the text.
    private const int MaxReceiptText = 300;

    // The remarks for which the store has words of its own; others are a provider's.
    private static readonly string[] Remarks =
    [
        PaymentRemarks.Currency,
        PaymentRemarks.Amount,
        PaymentRemarks.Twice,
        PaymentRemarks.AfterRefund,
        PaymentRemarks.Receipt,
        PaymentRemarks.Unknown,
    ];

    /// <summary>Whether an operator's decision is taken: the same rule as that of <see cref="JudgePaymentHandler"/>.</summary>
    public static bool IsToDecide(PaymentView payment) =>
        payment.State == PaymentState.Review || payment is { Kind: PaymentKind.Transfer, State: PaymentState.Open or PaymentState.Expired };

    /// <param name="notice">Telegram's HTML over it.</param>
    public async Task<Screen> CardAsync(Words words, PaymentView payment, string? notice, CancellationToken ct)
    {
        var customer = await customers.HandleAsync(payment.Customer, ct);
        var receipts = payment.Receipts > 0 ? await read.ReceiptsAsync(payment.Id, ct) : [];
        var text = new StringBuilder(notice is null ? "" : notice + "\n\n");
        text.Append(
            words.Html(
                "payments.card",
                ("amount", ScreenText.Dollars(payment.Amount)),
                ("way", ways.Title(words, payment)),
                ("state", PaymentWords.State(words, payment)),
                ("customer", CustomerCommands.NameOf(customer)),
                ("balance", ScreenText.Dollars(customer.Balance)),
                ("charge", PaymentWords.Charge(payment)),
                ("received", payment.Received ?? "—"),
                ("credited", ScreenText.Dollars(payment.Credited)),
                ("at", LocalTime.At(payment.CreatedAt)),
                ("id", payment.Id)
            )
        );
        if (payment.Reversed > Money.Zero)
            text.Append('\n').Append(words.Html("pay.reversed", ("amount", ScreenText.Dollars(payment.Reversed))));
        if (payment.Kind == PaymentKind.Transfer)
            text.Append('\n').Append(words.Html("pay.reference", ("reference", payment.Reference)));
        else if (payment.ExternalId is { } external)
            text.Append('\n').Append(words.Html("payments.external", ("id", ScreenText.Cut(external, 80))));
        if (payment.State == PaymentState.Review && payment.Remark is { Length: > 0 } remark)
            text.Append('\n').Append(words.Html("payments.why", ("why", Why(words, remark))));
        AddReceipts(words, receipts, text);
        text.Append('\n').Append(await HistoryAsync(words, payment.Customer, ct));
        return new Screen(text.ToString(), Rows(words, payment, customer))
        {
            Attachment = receipts.LastOrDefault(r => r.FileId is not null) is { FileId: { } file } shown
                ? new StoredFile(file, shown.IsPhoto)
                : null,
        };
    }

    private static void AddReceipts(Words words, IReadOnlyList<ReceiptView> receipts, StringBuilder text)
    {
        if (receipts.Count > 1)
            text.Append('\n').Append(words.Html("payments.receipts", ("count", receipts.Count)));
        if (receipts.Any(receipt => receipt.IsSeenBefore))
            text.Append('\n').Append(words.Html("payments.seen"));
        if (receipts.LastOrDefault(receipt => !string.IsNullOrWhiteSpace(receipt.Text)) is { Text: { } said })
            text.Append('\n').Append(words.Html("payments.said", ("text", ScreenText.Cut(said, MaxReceiptText))));
    }

    private async Task<string> HistoryAsync(Words words, CustomerId customer, CancellationToken ct)
    {
        var before = await history.HandleAsync(customer, ct);
        return words.Html(
            "payments.history",
            ("paid", before.Paid),
            ("amount", ScreenText.Dollars(before.Credited)),
            ("refused", before.Refused),
            ("reversed", before.Reversed)
        );
    }

    private static IReadOnlyList<Button>[] Rows(Words words, PaymentView payment, CustomerProfile customer)
    {
        var rows = new List<IReadOnlyList<Button>>();
        if (IsToDecide(payment))
        {
            var rest = payment.Amount - payment.Credited;
            var other = new Button.Tap(words.Label("payments.other"), new Callback.AdminAskPayment(QuestionKind.CreditPayment, payment.Id));
            rows.Add(
                rest > Money.Zero
                    ?
                    [
                        new Button.Tap(
                            words.Label("payments.credit", ("amount", ScreenText.Dollars(rest))),
                            new Callback.AdminCreditPayment(payment.Id, rest.Minor)
                        ),
                        other,
                    ]
                    : [other]
            );
            rows.Add([
                new Button.Tap(words.Label("payments.refuse"), new Callback.AdminAskPayment(QuestionKind.RefusePayment, payment.Id)),
                new Button.Tap(words.Label("payments.leave"), new Callback.AdminLeavePayment(payment.Id)),
            ]);
        }

        if (payment.Credited > payment.Reversed)
            rows.Add([new Button.Tap(words.Label("payments.refund"), new Callback.AdminAskRefundPayment(payment.Id))]);
        rows.Add([
            new Button.Tap($"👤 {CustomerCommands.NameOf(customer)}", new Callback.AdminCustomer(customer.Id)),
            new Button.Tap(words.Label("admin.payments"), new Callback.AdminPayments(PaymentsFilter.ToDecide, default)),
        ]);
        return [.. rows];
    }

    private static string Why(Words words, string remark) =>
        Remarks.Contains(remark) ? words.Label("remark." + remark) : ScreenText.Cut(remark, 200);
}
