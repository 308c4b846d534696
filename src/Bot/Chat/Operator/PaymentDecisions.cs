using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Payments;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Modules.Questions;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>An operator's decisions about payments: credit, refuse, leave, give back.</summary>
internal sealed class PaymentDecisions(
    JudgePaymentHandler judge,
    RefundPaymentHandler refund,
    ReadPaymentsHandler read,
    FindCustomerHandler customers,
    PaymentWords ways,
    OperatorPaymentCards cards
) : IChatFeature
{
    public void Map(Routes routes) =>
        routes
            .Operators.Tap<Callback.AdminCreditPayment>(
                (chat, credit, ct) => CreditAsync(chat, credit.Id, new Money(credit.AmountMinor), ct)
            )
            .Tap<Callback.AdminLeavePayment>((chat, payment, ct) => JudgeAsync(chat, payment.Id, new Judgement.Leave(), ct))
            .Tap<Callback.AdminAskRefundPayment>((chat, payment, ct) => AskRefundAsync(chat, payment.Id, ct))
            .Tap<Callback.AdminRefundPayment>((chat, payment, ct) => RefundAsync(chat, payment.Id, ct));

    /// <summary>The answer to how much has come, or to why it is refused.</summary>
    public async Task<Screen> AnswerAsync(ChatContext chat, QuestionKind kind, PaymentId payment, string text, CancellationToken ct)
    {
        if (kind == QuestionKind.RefusePayment)
            return await JudgeAsync(chat, payment, new Judgement.Refuse(CommandText.Reason(text)), ct);
        if (TypedMoney.Parse(text).TryGet(out var amount, out var error))
            return await JudgeAsync(chat, payment, new Judgement.Credit(amount), ct);
        var problem = ErrorTexts.Of(chat.Words, error);
        return new Screen(problem, AdminScreens.Back(chat)) { Wrong = problem };
    }

    // The button has what was missing when it was shown; what has come since then is credited already.
    private async Task<Screen> CreditAsync(ChatContext chat, PaymentId id, Money amount, CancellationToken ct) =>
        (await read.HandleAsync(id, null, ct)).TryGet(out var now, out _)
        && OperatorPaymentCards.IsToDecide(now)
        && now.Amount - now.Credited != amount
            ? await cards.CardAsync(chat.Words, now, chat.Words.Html("payments.changed"), ct)
            : await JudgeAsync(chat, id, new Judgement.Credit(amount), ct);

    private async Task<Screen> JudgeAsync(ChatContext chat, PaymentId id, Judgement judgement, CancellationToken ct)
    {
        var words = chat.Words;
        if ((await judge.HandleAsync(id, judgement, chat.Operator, ct)).TryGet(out var decided, out var error))
            return await cards.CardAsync(words, decided, Outcome(words, judgement), ct);
        // Somebody else was faster, or it is decided: the card shows how.
        return error is Error.WrongPaymentState && (await read.HandleAsync(id, null, ct)).TryGet(out var now, out _)
            ? await cards.CardAsync(words, now, ErrorTexts.Of(words, error), ct)
            : new Screen(ErrorTexts.Of(words, error), AdminScreens.Back(chat));
    }

    private static string Outcome(Words words, Judgement judgement) =>
        judgement switch
        {
            Judgement.Credit credit => words.Html("payments.youcredited", ("amount", ScreenText.Dollars(credit.Amount))),
            Judgement.Refuse refuse => words.Html("payments.yourefused", ("reason", refuse.Reason ?? "—")),
            _ => words.Html("payments.youleft"),
        };

    private async Task<Screen> AskRefundAsync(ChatContext chat, PaymentId id, CancellationToken ct)
    {
        var words = chat.Words;
        if (!(await read.HandleAsync(id, null, ct)).TryGet(out var payment, out var error))
            return new Screen(ErrorTexts.Of(words, error), AdminScreens.Back(chat));
        var credited = payment.Credited - payment.Reversed;
        if (credited <= Money.Zero)
            return await cards.CardAsync(
                words,
                payment,
                words.Html("error.paymentstate", ("state", PaymentWords.State(words, payment))),
                ct
            );
        var customer = await customers.HandleAsync(payment.Customer, ct);
        var covered = customer.Balance < credited ? customer.Balance : credited;
        return new Screen(
            words.Html(
                "payments.askrefund",
                ("amount", ScreenText.Dollars(credited)),
                ("customer", CustomerCommands.NameOf(customer)),
                ("way", ways.Title(words, payment)),
                ("covered", ScreenText.Dollars(covered)),
                ("debt", ScreenText.Dollars(credited - covered))
            ),
            [
                new Button.Tap(words.Label("button.keep"), new Callback.AdminPayment(id)),
                new Button.Tap(words.Label("payments.dorefund"), new Callback.AdminRefundPayment(id)),
            ]
        );
    }

    private async Task<Screen> RefundAsync(ChatContext chat, PaymentId id, CancellationToken ct)
    {
        var words = chat.Words;
        if ((await refund.HandleAsync(id, chat.Operator, null, ct)).TryGet(out var given, out var error))
            return await cards.CardAsync(
                words,
                given.Payment,
                words.Html(
                    given.IsByHand ? "payments.refundbyhand" : "payments.refunded",
                    ("amount", ScreenText.Dollars(given.Reversed)),
                    ("received", given.Payment.Received ?? PaymentWords.Charge(given.Payment))
                ),
                ct
            );
        return (await read.HandleAsync(id, null, ct)).TryGet(out var now, out _)
            ? await cards.CardAsync(
                words,
                now,
                error is Error.WayUnavailable ? words.Html("payments.norefund") : ErrorTexts.Of(words, error),
                ct
            )
            : new Screen(ErrorTexts.Of(words, error), AdminScreens.Back(chat));
    }
}
