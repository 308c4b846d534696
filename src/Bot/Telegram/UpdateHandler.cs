using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Bot.Texts;
using XthonBot.Core.Customers;
using XthonBot.Core.Data;
using XthonBot.Core.Inbox;
using XthonBot.Core.Primitives;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Works at one stored update: who is it, where does it go, show what comes of it, and only then mark it done.
/// After a crash it is worked at again; every effect behind it carries a key that lets it happen once.
/// </summary>
internal sealed partial class UpdateHandler(
    InboxHandler inbox,
    MeetCustomerHandler meet,
    MarkBlockedHandler block,
    Router router,
    ScreenSender screens,
    LongWork longWork,
    CallbackCodec callbacks,
    TextBook texts,
    Operators operators,
    BotIdentity identity,
    TimeProvider time,
    ILogger<UpdateHandler> log)
{
    private const int MaxTries = 3;

    /// <summary>Ends when the update is done or the store stops. Never throws: that would end its chat's queue.</summary>
    public async Task HandleAsync(PendingItem item, CancellationToken ct)
    {
        // A database that is away comes back; anything else is a bug that three tries will not cure.
        var (bugs, wasAway) = (0, false);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var givesUp = bugs == MaxTries && !wasAway;
                if (attempt == 1 || givesUp)
                    await ApologizeAsync(item, wasAway, ct);
                if (attempt > 0 && !givesUp)
                    await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt, 10)), time, ct);
                if (bugs >= MaxTries || await TryAsync(item, ct))
                    await inbox.CompleteAsync(item.Id, ct);
                return;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // One update must not end its chat's queue.
            catch (Exception e)
#pragma warning restore CA1031
            {
                wasAway = e.IsDatabaseAway();
                bugs += wasAway ? 0 : 1;
                LogFailed(log, e, item.ExternalId, attempt + 1);
            }
        }
    }

    /// <returns>Whether the update is done; long work completes it later.</returns>
    private async Task<bool> TryAsync(PendingItem item, CancellationToken ct)
    {
        var update = JsonSerializer.Deserialize<Update>(item.Payload, JsonBotAPI.Options);
        if (update is null || ChatEvent.From(update) is not { } happened || Person(update) is not { } person)
            return true;
        if (happened is ChatEvent.Membership membership)
        {
            if (membership.Blocked)
                await block.HandleAsync(person.Id, ct);
            return true;
        }

        var customer = await meet.HandleAsync(
            new MeetCustomer(person.Id, person.Username, $"{person.FirstName} {person.LastName}".Trim(), texts.Guess(person.LanguageCode)), ct);
        var visit = new Visit(customer, operators.Contains(person.Id), texts[customer.Language], item.ExternalId, identity.Id);

        var callback = happened is ChatEvent.Tapped tapped ? callbacks.Decode(tapped.Data, person.Id) : null;
        var answered = Task.CompletedTask;
        if (happened is ChatEvent.Tapped tap)
        {
            // The answer goes first, whatever the work behind the button takes.
            answered = screens.AnswerAsync(tap.QueryId, callback is null ? visit.Words.Label("button.expired") : null, ct);
            if (callback is null)
                LogForeignTap(log, person.Id, item.ExternalId);
        }

        var screen = await router.RouteAsync(visit, happened, callback, ct);
        await answered;
        if (screen is null || ReferenceEquals(screen, Screen.Nothing))
            return true;

        var shown = await screens.ShowAsync(visit, screen, happened is ChatEvent.Tapped { MessageId: { } messageId } && !screen.AsNew ? messageId : null, ct);
        if (screen.Work is null)
            return true;

        longWork.Start(item, visit, screen.Work, shown);
        return false;
    }

    // The store speaks to persons; in a group anybody would see everybody's codes.
    private static User? Person(Update update) => update switch
    {
        { Message: { Chat.Type: ChatType.Private, From: { IsBot: false } from } } => from,
        { CallbackQuery: { From: { IsBot: false } from } query } when query.Message is null or { Chat.Type: ChatType.Private } => from,
        { MyChatMember: { Chat.Type: ChatType.Private, From: { IsBot: false } from } } => from,
        _ => null,
    };

    private async Task ApologizeAsync(PendingItem item, bool infrastructure, CancellationToken ct)
    {
        // Their own choice of language is in the database, which may be what is away.
        var update = JsonSerializer.Deserialize<Update>(item.Payload, JsonBotAPI.Options);
        if (update is null || Person(update) is not { } person)
            return;
        var words = texts[texts.Guess(person.LanguageCode)];
        var key = infrastructure ? "error.database" : "error.unexpected";
        await screens.SendPlainAsync(person.Id, words.Html(key, ("id", item.ExternalId)), SendPriority.Reply, ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Update {Id} failed at try {Attempt}")]
    private static partial void LogFailed(ILogger log, Exception e, long id, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telegram user {User} tapped a button that is unknown, forged or somebody else's (update {Update})")]
    private static partial void LogForeignTap(ILogger log, long user, long update);
}
