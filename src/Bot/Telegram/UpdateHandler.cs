using Microsoft.Extensions.Options;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Bot.Texts;
using XthonBot.Core.Customers;
using XthonBot.Core.Data;
using XthonBot.Core.Inbox;
using XthonBot.Core.Questions;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Works at one stored update: who is it, where does it go, show what comes of it, and only then mark it done.
/// After a crash it is worked at again; every effect behind it carries a key that lets it happen once.
/// </summary>
internal sealed partial class UpdateHandler(
    ItemEnd finishing,
    MeetCustomerHandler meet,
    MarkBlockedHandler block,
    Router router,
    AskQuestionHandler asking,
    ScreenSender screens,
    LongWork longWork,
    CallbackCodec callbacks,
    TextBook texts,
    Operators operators,
    Outage outage,
    IOptions<TelegramOptions> options,
    TimeProvider time,
    ILogger<UpdateHandler> log)
{
    private const int MaxTries = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <returns>The next of its lane, where one waits.</returns>
    /// <exception cref="OperationCanceledException">It was broken off and stays to be done.</exception>
    public async Task<PendingItem?> HandleAsync(PendingItem item, CancellationToken ct)
    {
        if (await UntilDoneAsync(item, ct) is not { } work)
            return await finishing.CompleteAsync(item, ct);

        var (aside, next) = await finishing.SetAsideAsync(item, ct);
        longWork.Start(aside, work);
        return next;
    }

    /// <returns>What is still to be done for it, beside its chat; null where it is done or given up.</returns>
    private async Task<LongTask?> UntilDoneAsync(PendingItem item, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(item, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // One update must not end its chat's queue.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // A database that is away comes back; anything else is a bug that three tries will not cure.
                var away = e.IsDatabaseAway();
                LogFailed(log, e, item.ExternalId, attempt);
                if (away && attempt == 1 && UpdateReading.Read(item.Payload) is { } update)
                    outage.Tell(update);
                else if (!away && (attempt == 1 || attempt >= MaxTries))
                    await ApologizeAsync(item, ct);
                if (!away && attempt >= MaxTries)
                    return null;
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt, LongestPause.TotalSeconds)), time, ct);
            }
        }
    }

    private async Task<LongTask?> TryAsync(PendingItem item, CancellationToken ct)
    {
        var update = UpdateReading.Read(item.Payload);
        if (update is null || ChatEvent.From(update) is not { } happened || UpdateReading.PersonOf(update) is not { } person)
            return null;
        if (happened is ChatEvent.Membership membership)
        {
            if (membership.Blocked)
                await block.HandleAsync(person.Id, ct);
            return null;
        }

        var customer = await meet.HandleAsync(
            new MeetCustomer(person.Id, person.Username, $"{person.FirstName} {person.LastName}".Trim(), texts.Guess(person.LanguageCode)), ct);
        var visit = new Visit(customer, operators.Contains(person.Id), texts[customer.Language], item.ExternalId, options.Value.BotId);

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
            return null;

        var shown = await screens.ShowAsync(visit, screen, happened is ChatEvent.Tapped { MessageId: { } messageId } && !screen.AsNew ? messageId : null, ct);
        if (screen.Asks is { } question && shown is { } message)
            await asking.ShownAsync(question, message, ct);
        return screen.Work is null ? null : new LongTask(visit, screen.Work, shown);
    }

    private async Task ApologizeAsync(PendingItem item, CancellationToken ct)
    {
        var update = UpdateReading.Read(item.Payload);
        if (update is null || UpdateReading.PersonOf(update) is not { } person)
            return;
        var words = texts[texts.Guess(person.LanguageCode)];
        await screens.SendPlainAsync(person.Id, words.Html("error.unexpected", ("id", item.ExternalId)), SendPriority.Reply, ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Update {Id} failed at try {Attempt}")]
    private static partial void LogFailed(ILogger log, Exception e, long id, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telegram user {User} tapped a button that is unknown, forged or somebody else's (update {Update})")]
    private static partial void LogForeignTap(ILogger log, long user, long update);
}
