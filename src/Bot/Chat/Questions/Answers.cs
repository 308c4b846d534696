using XthonBot.Bot.Chat.Keys;
using XthonBot.Bot.Chat.Operator;
using XthonBot.Bot.Chat.Payments;
using XthonBot.Bot.Chat.Support;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Questions;

namespace XthonBot.Bot.Chat.Questions;

/// <summary>The action of each answer: the same as the command that is given in full.</summary>
internal sealed class Answers(
    CustomerCommands customers,
    ServiceCommand services,
    StockCommand stock,
    OrderCommands orders,
    KeyCards keys,
    WebhookScreens webhooks,
    TopUpScreens topUp,
    ReceiptScreens receipts,
    SupportScreens support,
    PaymentDecisions decisions
)
{
    /// <summary>Whether "there is to be none" is an answer.</summary>
    public static bool MayBeNone(QuestionKind kind) =>
        kind is QuestionKind.Senders or QuestionKind.Pattern or QuestionKind.KeyName or QuestionKind.KeyAddresses or QuestionKind.KeyLimit;

    /// <summary>Whether it is asked of operators alone.</summary>
    public static bool IsForOperators(QuestionKind kind) =>
        kind
            is not (
                QuestionKind.KeyName
                or QuestionKind.KeyAddresses
                or QuestionKind.KeyLimit
                or QuestionKind.Webhook
                or QuestionKind.TopUp
                or QuestionKind.Receipt
                or QuestionKind.Support
            );

    /// <param name="answer">Null where there is to be none.</param>
    public async Task<Screen> CarryOutAsync(ChatContext chat, QuestionView asked, string? answer, CancellationToken ct)
    {
        var about = asked.About;
        var text = answer?.Trim() ?? "";
        return asked.Kind switch
        {
            QuestionKind.Credit or QuestionKind.Debit => about.Customer is { } customer
                ? await customers.MoveMoneyAsync(chat, DirectionOf(asked.Kind), customer, text, ct)
                : await customers.MoveMoneyAsync(chat, DirectionOf(asked.Kind), text, ct),
            QuestionKind.Bonus => about.Customer is { } customer
                ? await customers.BonusAsync(chat, customer, text, ct)
                : await customers.BonusAsync(chat, text, ct),
            QuestionKind.Ban => about.Customer is { } customer
                ? await customers.BanAsync(chat, customer, text, ct)
                : await customers.BanAsync(chat, text, ct),
            QuestionKind.Unban => await customers.UnbanAsync(chat, text, ct),
            QuestionKind.Sms => await orders.SmsAsync(chat, text, ct),
            QuestionKind.Find => await orders.FindAsync(chat, text, ct),
            QuestionKind.Refund => await orders.RefundAsync(chat, text, ct),
            QuestionKind.NewService => await services.AddAsync(chat, text, ct),
            QuestionKind.Price or QuestionKind.Rename or QuestionKind.Senders or QuestionKind.Pattern => await services.AnswerAsync(
                chat,
                asked.Kind,
                about.Service!.Value,
                answer is null ? null : text,
                ct
            ),
            QuestionKind.Stock => await services.FindAsync(about.Service!.Value, ct) is { } service
                ? await stock.AddAsync(chat, service.Code, text, ct)
                : ServiceCommand.Gone(chat),
            QuestionKind.Withdraw => await services.FindAsync(about.Service!.Value, ct) is { } service
                ? await stock.WithdrawAsync(chat, service.Code, text, ct)
                : ServiceCommand.Gone(chat),
            QuestionKind.KeyName or QuestionKind.KeyAddresses or QuestionKind.KeyLimit => await keys.AnswerAsync(
                chat,
                asked.Kind,
                about.Key!.Value,
                answer is null ? null : text,
                ct
            ),
            QuestionKind.Webhook => await webhooks.MakeAsync(chat, text, ct),
            QuestionKind.TopUp => await topUp.AnswerAsync(chat, text, ct),
            QuestionKind.Receipt => await receipts.SubmitAsync(chat, about.Payment!.Value, ChatEvent.Read(text), ct),
            QuestionKind.Support => await support.SendAsync(chat, text, ct),
            QuestionKind.SupportAnswer => await support.AnswerAsync(chat, about.Customer!.Value, text, ct),
            QuestionKind.CreditPayment or QuestionKind.RefusePayment => await decisions.AnswerAsync(
                chat,
                asked.Kind,
                about.Payment!.Value,
                text,
                ct
            ),
            _ => throw new InvalidOperationException($"Nothing comes of {asked.Kind}."),
        };
    }

    /// <param name="refuse">The screen where the file cannot be read.</param>
    public async Task<Screen> CarryOutAsync(
        ChatContext chat,
        QuestionView asked,
        ChatEvent sent,
        Func<string, CancellationToken, Task<Screen>> refuse,
        CancellationToken ct
    )
    {
        if (asked.Kind == QuestionKind.Receipt)
            return await receipts.SubmitAsync(chat, asked.About.Payment!.Value, sent, ct);
        if (asked.Kind == QuestionKind.Stock && sent is ChatEvent.Uploaded file)
            return await services.FindAsync(asked.About.Service!.Value, ct) is { } service
                ? stock.File(chat, service.Code, file, refuse) with
                {
                    AlbumCaption = $"/stock {service.Code}",
                }
                : ServiceCommand.Gone(chat);
        var problem = chat.Words.Html("question.nofile");
        return new Screen(problem) { Wrong = problem };
    }

    private static Direction DirectionOf(QuestionKind kind) => kind == QuestionKind.Credit ? Direction.Credit : Direction.Debit;
}
