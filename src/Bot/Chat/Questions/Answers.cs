using XthonBot.Bot.Chat.Keys;
using XthonBot.Bot.Chat.Operator;
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
    WebhookScreens webhooks
)
{
    /// <summary>Whether "there is to be none" is an answer.</summary>
    public static bool MayBeNone(QuestionKind kind) =>
        kind is QuestionKind.Senders or QuestionKind.Pattern or QuestionKind.KeyName or QuestionKind.KeyAddresses or QuestionKind.KeyLimit;

    /// <summary>Whether it is asked of operators alone.</summary>
    public static bool IsForOperators(QuestionKind kind) =>
        kind is not (QuestionKind.KeyName or QuestionKind.KeyAddresses or QuestionKind.KeyLimit or QuestionKind.Webhook);

    /// <param name="answer">Null where there is to be none.</param>
    public async Task<Screen> CarryOutAsync(ChatContext visit, QuestionView asked, string? answer, CancellationToken ct)
    {
        var about = asked.About;
        var text = answer?.Trim() ?? "";
        return asked.Kind switch
        {
            QuestionKind.Credit or QuestionKind.Debit => about.Customer is { } customer
                ? await customers.MoveMoneyAsync(visit, DirectionOf(asked.Kind), customer, text, ct)
                : await customers.MoveMoneyAsync(visit, DirectionOf(asked.Kind), text, ct),
            QuestionKind.Bonus => about.Customer is { } customer
                ? await customers.BonusAsync(visit, customer, text, ct)
                : await customers.BonusAsync(visit, text, ct),
            QuestionKind.Ban => about.Customer is { } customer
                ? await customers.BanAsync(visit, customer, text, ct)
                : await customers.BanAsync(visit, text, ct),
            QuestionKind.Unban => await customers.UnbanAsync(visit, text, ct),
            QuestionKind.Sms => await orders.SmsAsync(visit, text, ct),
            QuestionKind.Find => await orders.FindAsync(visit, text, ct),
            QuestionKind.Refund => await orders.RefundAsync(visit, text, ct),
            QuestionKind.NewService => await services.AddAsync(visit, text, ct),
            QuestionKind.Price or QuestionKind.Rename or QuestionKind.Senders or QuestionKind.Pattern => await services.AnswerAsync(
                visit,
                asked.Kind,
                about.Service!.Value,
                answer is null ? null : text,
                ct
            ),
            QuestionKind.Stock => await services.FindAsync(about.Service!.Value, ct) is { } service
                ? await stock.AddAsync(visit, service.Code, text, ct)
                : ServiceCommand.Gone(visit),
            QuestionKind.Withdraw => await services.FindAsync(about.Service!.Value, ct) is { } service
                ? await stock.WithdrawAsync(visit, service.Code, text, ct)
                : ServiceCommand.Gone(visit),
            QuestionKind.KeyName or QuestionKind.KeyAddresses or QuestionKind.KeyLimit => await keys.AnswerAsync(
                visit,
                asked.Kind,
                about.Key!.Value,
                answer is null ? null : text,
                ct
            ),
            QuestionKind.Webhook => await webhooks.MakeAsync(visit, text, ct),
            _ => throw new InvalidOperationException($"Nothing comes of {asked.Kind}."),
        };
    }

    /// <param name="refuse">The screen where the file cannot be read.</param>
    public async Task<Screen> CarryOutAsync(
        ChatContext visit,
        QuestionView asked,
        ChatEvent.Uploaded file,
        Func<string, CancellationToken, Task<Screen>> refuse,
        CancellationToken ct
    )
    {
        if (asked.Kind == QuestionKind.Stock)
            return await services.FindAsync(asked.About.Service!.Value, ct) is { } service
                ? stock.File(visit, service.Code, file, refuse) with
                {
                    AlbumCaption = $"/stock {service.Code}",
                }
                : ServiceCommand.Gone(visit);
        var problem = visit.Words.Html("question.nofile");
        return new Screen(problem) { Wrong = problem };
    }

    private static Direction DirectionOf(QuestionKind kind) => kind == QuestionKind.Credit ? Direction.Credit : Direction.Debit;
}
