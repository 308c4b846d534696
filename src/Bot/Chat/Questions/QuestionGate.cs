using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Questions;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Questions;

/// <summary>
/// Passes answers to their questions: a reply, or else the next message. One answer counts, and an update that is handled again
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
            table.Tap<Callback.CancelQuestion>((chat, cancel, ct) => CancelAsync(chat, cancel.Id, ct));
            table.Tap<Callback.AnswerNone>((chat, none, ct) => NoneAsync(chat, none.Id, ct));
        }
    }

    /// <returns>Null where it has nothing to do with a question.</returns>
    public async Task<Screen?> AnswerAsync(ChatContext chat, ChatEvent happened, ChatRoute? route, CancellationToken ct) =>
        happened switch
        {
            _ when !chat.IsAdmitted => null,
            // No question but that for a receipt takes anything that is not the person's own.
            _ when happened.By is not Authorship.Own => happened.IsForwardedFile ? await AnswerAsync(chat, happened, ct) : null,
            ChatEvent.Text { Command: "/cancel" } => Say(chat, await LeaveAsync(chat, ct) > 0 ? "question.canceled" : "question.none"),
            ChatEvent.Text text when HomeKeys.CommandOf(texts, text) is not null => await TurnAwayAsync(chat, ct),
            ChatEvent.Uploaded file when file.Caption.TrimStart().StartsWith('/') => await TurnAwayAsync(chat, ct),
            ChatEvent.Text or ChatEvent.Uploaded or ChatEvent.Pictured => await AnswerAsync(chat, happened, ct),
            _ => null,
        };

    private async Task<Screen?> AnswerAsync(ChatContext chat, ChatEvent message, CancellationToken ct)
    {
        var reply = new Reply(chat.BotId, chat.Customer.TelegramId, chat.Turn, message.ReplyTo) { HasWaited = message.Album is not null };
        var asked = await questions.FindAsync(reply, ct);
        if (message.By is not Authorship.Own && asked is not { Kind: QuestionKind.Receipt, State: QuestionState.Open })
            return null;
        if (asked is null)
            // A reply to a message that is no question answers nothing, not even another open question.
            return
                reply.ReplyTo is not null && await questions.FindAsync(reply with { ReplyTo = null }, ct) is { State: QuestionState.Open }
                ? Say(chat, "question.elsewhere")
                : null;

        if (
            asked.State == QuestionState.Open
            && (chat.IsOperator || !Answers.IsForOperators(asked.Kind))
            && await questions.CloseAsync(asked.Id, chat.Turn, ct)
        )
            return await TakeAsync(
                chat,
                asked,
                message switch
                {
                    ChatEvent.Text text => await answers.CarryOutAsync(
                        chat,
                        asked,
                        Answers.MayBeNone(asked.Kind) ? NoneWord.Or(text.Whole) : text.Whole,
                        ct
                    ),
                    ChatEvent.Uploaded or ChatEvent.Pictured => await answers.CarryOutAsync(
                        chat,
                        asked,
                        message,
                        (problem, token) => AskAgainAsync(chat, asked, problem, token),
                        ct
                    ),
                    _ => throw new InvalidOperationException($"{message.GetType().Name} is no answer."),
                },
                ct
            );

        // The expiry is shown once; the next message is no answer.
        var isExpired = asked.State == QuestionState.Expired && await questions.ForgetAsync(asked.Id, ct);
        return isExpired ? Say(chat, "question.expired")
            : message.ReplyTo is not null ? Say(chat, "question.over")
            : null;
    }

    private async Task<Screen> TakeAsync(ChatContext chat, QuestionView asked, Screen screen, CancellationToken ct) =>
        screen.Wrong is { } problem ? await AskAgainAsync(chat, asked, problem, ct) with { AlbumCaption = screen.AlbumCaption } : screen;

    private async Task<Screen> AskAgainAsync(ChatContext chat, QuestionView asked, string problem, CancellationToken ct)
    {
        await questions.ReopenAsync(asked.Id, chat.Customer.TelegramId, chat.Turn, ct);
        return QuestionScreens.Again(chat, asked, problem);
    }

    private async Task<Screen> NoneAsync(ChatContext chat, QuestionId id, CancellationToken ct) =>
        await FindOpenAsync(chat, id, ct) is { } asked
        && Answers.MayBeNone(asked.Kind)
        && (chat.IsOperator || !Answers.IsForOperators(asked.Kind))
        && await questions.CloseAsync(id, chat.Turn, ct)
            ? await TakeAsync(chat, asked, await answers.CarryOutAsync(chat, asked, null, ct), ct)
            : Say(chat, "question.over");

    private async Task<Screen> CancelAsync(ChatContext chat, QuestionId id, CancellationToken ct) =>
        Say(
            chat,
            await FindOpenAsync(chat, id, ct) is not null && await questions.CloseAsync(id, chat.Turn, ct)
                ? "question.canceled"
                : "question.over"
        );

    private async Task<QuestionView?> FindOpenAsync(ChatContext chat, QuestionId id, CancellationToken ct) =>
        await questions.FindAsync(id, chat.Customer.TelegramId, chat.Turn, ct) is { State: QuestionState.Open } open ? open : null;

    private async Task<Screen?> TurnAwayAsync(ChatContext chat, CancellationToken ct)
    {
        await LeaveAsync(chat, ct);
        return null;
    }

    private Task<int> LeaveAsync(ChatContext chat, CancellationToken ct) =>
        leave.HandleAsync(chat.BotId, chat.Customer.TelegramId, chat.Turn, ct);

    private static Screen Say(ChatContext chat, string key) => QuestionScreens.Say(chat, chat.Words.Html(key));
}
