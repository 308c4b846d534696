using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Questions;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Questions;

/// <summary>
/// Takes what answers a question: a reply to it, or else the next message. One answer counts, and an update that is handled again
/// is the same answer. A command or a key of Home leaves the question.
/// </summary>
internal sealed class QuestionGate(AnswerQuestionHandler questions, LeaveQuestionsHandler leave, Answers answers, TextBook texts)
    : IChatFeature,
        IChatGate
{
    public void Map(Routes routes)
    {
        foreach (var table in new[] { routes.Customers, routes.Operators })
        {
            table.Tap<Callback.CancelQuestion>((visit, cancel, ct) => CancelAsync(visit, cancel.Id, ct));
            table.Tap<Callback.AnswerNone>((visit, none, ct) => NoneAsync(visit, none.Id, ct));
        }
    }

    /// <returns>Null where it has nothing to do with a question.</returns>
    public async Task<Screen?> AnswerAsync(ChatContext visit, ChatEvent happened, ChatRoute? route, CancellationToken ct) =>
        happened switch
        {
            _ when !visit.IsAdmitted => null,
            ChatEvent.Text { Command: "/cancel" } => Say(visit, await LeaveAsync(visit, ct) > 0 ? "question.canceled" : "question.none"),
            ChatEvent.Text text when HomeKeys.CommandOf(texts, text) is not null => await TurnAwayAsync(visit, ct),
            ChatEvent.Uploaded file when file.Caption.TrimStart().StartsWith('/') => await TurnAwayAsync(visit, ct),
            ChatEvent.Text or ChatEvent.Uploaded => await AnswerAsync(visit, happened, ct),
            _ => null,
        };

    private async Task<Screen?> AnswerAsync(ChatContext visit, ChatEvent message, CancellationToken ct)
    {
        var reply = new Reply(visit.BotId, visit.Customer.TelegramId, visit.Turn, message.ReplyTo)
        {
            HasWaited = message.Album is not null,
        };
        if (await questions.FindAsync(reply, ct) is not { } asked)
            // A reply to something that asked nothing answers nothing, least of all another question.
            return
                reply.ReplyTo is not null && await questions.FindAsync(reply with { ReplyTo = null }, ct) is { State: QuestionState.Open }
                ? Say(visit, "question.elsewhere")
                : null;

        if (
            asked.State == QuestionState.Open
            && (visit.IsOperator || !Answers.IsForOperators(asked.Kind))
            && await questions.CloseAsync(asked.Id, visit.Turn, ct)
        )
            return await TakeAsync(
                visit,
                asked,
                message switch
                {
                    ChatEvent.Text text => await answers.CarryOutAsync(
                        visit,
                        asked,
                        Answers.MayBeNone(asked.Kind) ? NoneWord.Or(text.Whole) : text.Whole,
                        ct
                    ),
                    ChatEvent.Uploaded file => await answers.CarryOutAsync(
                        visit,
                        asked,
                        file,
                        (problem, token) => AskAgainAsync(visit, asked, problem, token),
                        ct
                    ),
                    _ => throw new InvalidOperationException($"{message.GetType().Name} is no answer."),
                },
                ct
            );

        // It is said once; what is written next is about something else.
        var isExpired = asked.State == QuestionState.Expired && await questions.ForgetAsync(asked.Id, ct);
        return isExpired ? Say(visit, "question.expired")
            : message.ReplyTo is not null ? Say(visit, "question.over")
            : null;
    }

    private async Task<Screen> TakeAsync(ChatContext visit, QuestionView asked, Screen screen, CancellationToken ct) =>
        screen.Wrong is { } problem ? await AskAgainAsync(visit, asked, problem, ct) with { AlbumCaption = screen.AlbumCaption } : screen;

    private async Task<Screen> AskAgainAsync(ChatContext visit, QuestionView asked, string problem, CancellationToken ct)
    {
        await questions.ReopenAsync(asked.Id, visit.Customer.TelegramId, visit.Turn, ct);
        return QuestionScreens.Again(visit, asked, problem);
    }

    private async Task<Screen> NoneAsync(ChatContext visit, QuestionId id, CancellationToken ct) =>
        await FindOpenAsync(visit, id, ct) is { } asked
        && Answers.MayBeNone(asked.Kind)
        && (visit.IsOperator || !Answers.IsForOperators(asked.Kind))
        && await questions.CloseAsync(id, visit.Turn, ct)
            ? await TakeAsync(visit, asked, await answers.CarryOutAsync(visit, asked, null, ct), ct)
            : Say(visit, "question.over");

    private async Task<Screen> CancelAsync(ChatContext visit, QuestionId id, CancellationToken ct) =>
        Say(
            visit,
            await FindOpenAsync(visit, id, ct) is not null && await questions.CloseAsync(id, visit.Turn, ct)
                ? "question.canceled"
                : "question.over"
        );

    private async Task<QuestionView?> FindOpenAsync(ChatContext visit, QuestionId id, CancellationToken ct) =>
        await questions.FindAsync(id, visit.Customer.TelegramId, visit.Turn, ct) is { State: QuestionState.Open } open ? open : null;

    private async Task<Screen?> TurnAwayAsync(ChatContext visit, CancellationToken ct)
    {
        await LeaveAsync(visit, ct);
        return null;
    }

    private Task<int> LeaveAsync(ChatContext visit, CancellationToken ct) =>
        leave.HandleAsync(visit.BotId, visit.Customer.TelegramId, visit.Turn, ct);

    private static Screen Say(ChatContext visit, string key) => QuestionScreens.Say(visit, visit.Words.Html(key));
}
