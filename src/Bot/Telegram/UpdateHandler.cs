using Microsoft.Extensions.Options;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Telegram.Payments;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Bot.Telegram.Updates;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Questions;
using XthonBot.Texts;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Works at one stored update: who is it, where does it go, show what comes of it, and only then mark it done.
/// After a crash it is worked at again; every effect behind it carries a key that lets it happen once.
/// </summary>
internal sealed partial class UpdateHandler(
    InboxAcknowledger finishing,
    MeetCustomerHandler meet,
    MarkBlockedHandler block,
    Router router,
    AskQuestionHandler asking,
    AnswerQuestionHandler answering,
    ScreenSender screens,
    LongWork longWork,
    StarPayments payments,
    CallbackCodec callbacks,
    TextBook texts,
    Operators operators,
    OutageNotice outage,
    Albums albums,
    Topics topics,
    PassedOver passedOver,
    IOptions<TelegramOptions> options,
    TimeProvider time,
    ILogger<UpdateHandler> log
)
{
    private const int MaxTries = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <returns>The next of its partition, where one waits.</returns>
    /// <exception cref="OperationCanceledException">It was broken off and stays to be done.</exception>
    public async Task<PendingItem?> HandleAsync(PendingItem item, CancellationToken ct)
    {
        var (work, failure) = await UntilDoneAsync(item, ct);
        if (failure is not null)
            return await finishing.GiveUpAsync(item, WhyGivenUp(item, failure), ct);
        if (work is null)
            return await finishing.CompleteAsync(item, ct);

        var (aside, next) = await finishing.SetAsideAsync(item, ct);
        longWork.Start(aside, work);
        return next;
    }

    // The kind of the exception alone: its words may quote what somebody wrote.
    private static GivenUp WhyGivenUp(PendingItem item, Exception failure)
    {
        var update = IncomingUpdate.Read(item.Payload);
        return new GivenUp(update.Person?.Id, update.Kind, failure.GetType().Name);
    }

    /// <returns>The work that is left for it, beside its chat, and why it is given up; both null where it is done.</returns>
    private async Task<(LongTask? Work, Exception? Failure)> UntilDoneAsync(PendingItem item, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await TryAsync(item, ct), null);
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
                if (away && attempt == 1)
                    outage.Tell(IncomingUpdate.Read(item.Payload).Person, item.ExternalId);
                else if (!away && (attempt == 1 || attempt >= MaxTries))
                    await ApologizeAsync(item, ct);
                if (!away && attempt >= MaxTries)
                    return (null, e);
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt, LongestPause.TotalSeconds)), time, ct);
            }
        }
    }

    private async Task<LongTask?> TryAsync(PendingItem item, CancellationToken ct)
    {
        var update = IncomingUpdate.Read(item.Payload);
        if (update.Stars is { } stars)
        {
            await payments.TakeAsync(stars, update.Person, ct);
            return null;
        }

        if (update is not { Happened: { } happened, Person: { } person })
        {
            if (update.IsUnderstood)
                LogNothing(log, item.ExternalId, update.Kind);
            else
                passedOver.Note(item.ExternalId, update.Kind);
            return null;
        }

        if (happened is ChatEvent.Membership membership)
        {
            if (membership.Blocked)
                await block.HandleAsync(person.Id, ct);
            return null;
        }

        var customer = await meet.HandleAsync(
            new MeetCustomer(person.Id, person.Username, person.Name, texts.Guess(person.LanguageCode)),
            ct
        );
        topics.Note(person.Id, happened.Topic);
        var chat = new ChatContext(customer, operators.Contains(person.Id), texts[customer.Language], item.ExternalId, options.Value.BotId)
        {
            ItemId = item.Digest == 0 ? null : item.Id,
            Topic = happened.Topic,
        };
        var album = happened.Album is { } name ? albums.Of(person.Id, name) : null;
        var file = chat.IsOperator && happened is ChatEvent.Uploaded { By: Authorship.Own } upload ? upload : null;
        if (album is not null && file is { Caption: "" })
            return new LongTask(chat, (context, closing) => WorkWithCaptionAsync(chat, file, album, item, context, closing), null);
        if (album is not null && file is null && !album.IsAnsweredBy(item.Id))
            return null;

        var callback = happened is ChatEvent.Tapped tapped ? callbacks.Decode(tapped.Data, person.Id) : null;
        var answered = Task.CompletedTask;
        if (happened is ChatEvent.Tapped tap)
        {
            // The answer goes first, whatever the work behind the button takes.
            answered = screens.AnswerAsync(tap.QueryId, callback is null ? chat.Words.Label("button.expired") : null, ct);
            if (callback is null)
                LogForeignTap(log, person.Id, item.ExternalId);
        }

        var screen = await router.RouteAsync(chat, happened, callback, ct);
        await answered;
        if (file is not null)
            album?.Tell(screen?.AlbumCaption ?? file.Caption);
        if (screen is null || ReferenceEquals(screen, Screen.Nothing))
            return null;

        var under = (happened as ChatEvent.Tapped)?.MessageId;
        if (under is { } left && screen.LeavesBehind is { } behind)
            await screens.EditAsync(person.Id, left, behind, SendPriority.Reply, ct);
        var shown = await ShowAsync(chat, screen, screen.AsNew ? null : under, ct);
        return screen.Work is null ? null : new LongTask(chat, screen.Work, shown);
    }

    /// <summary>
    /// A file of an operator's album, for which the caption of another one of them counts, or the question that one of them answers.
    /// </summary>
    private async Task WorkWithCaptionAsync(
        ChatContext chat,
        ChatEvent.Uploaded file,
        Album album,
        PendingItem item,
        LongWorkContext context,
        CancellationToken ct
    )
    {
        // A message that answered a question before a crash is that answer again.
        var caption = await answering.HasAnsweredAsync(chat.BotId, chat.Customer.TelegramId, chat.Turn, ct)
            ? ""
            : await album.CaptionAsync(item.Id, ct);
        if (caption is null)
            return;
        Screen? screen = null;
        try
        {
            screen = await router.RouteAsync(chat, file with { Caption = caption }, null, ct);
        }
        finally
        {
            album.Tell(screen?.AlbumCaption ?? caption);
        }

        if (screen is null || ReferenceEquals(screen, Screen.Nothing))
            return;
        var shown = await ShowAsync(chat, screen, null, ct);
        if (screen.Work is { } work)
            await work(context with { ShowAsync = (next, token) => screens.ShowAsync(chat, next, next.AsNew ? null : shown, token) }, ct);
    }

    private async Task<int?> ShowAsync(ChatContext chat, Screen screen, int? edited, CancellationToken ct)
    {
        var shown = await screens.ShowAsync(chat, screen, edited, ct);
        if (screen.Asks is { } question && shown is { } message)
            await asking.ShownAsync(question, message, ct);
        return shown;
    }

    private async Task ApologizeAsync(PendingItem item, CancellationToken ct)
    {
        var update = IncomingUpdate.Read(item.Payload);
        if (update.Person is not { } person)
            return;
        var words = texts[texts.Guess(person.LanguageCode)];
        await screens.SendPlainAsync(
            person.Id,
            words.Html("error.unexpected", ("id", item.ExternalId)),
            SendPriority.Reply,
            update.Happened?.Topic,
            ct
        );
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Update {Id} failed at try {Attempt}")]
    private static partial void LogFailed(ILogger log, Exception e, long id, int attempt);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Update {Id} ({Kind}) asks for nothing: it is of a group, or a note of Telegram's own"
    )]
    private static partial void LogNothing(ILogger log, long id, string kind);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Telegram user {User} tapped a button that is unknown, forged or somebody else's (update {Update})"
    )]
    private static partial void LogForeignTap(ILogger log, long user, long update);
}
