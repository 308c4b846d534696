using System.Net;
using Microsoft.Extensions.Options;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using XthonBot.Bot.Telegram.Updates;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Long polling, by the one process that holds the lease of this bot: two that poll would throw each other out. A batch is stored,
/// durably and once by update id, before the next poll confirms it.
/// </summary>
internal sealed partial class UpdatePoller(
    PollingClient client,
    UpdateFeed feed,
    UpdateIntake intake,
    PassedOver passedOver,
    LeaseKeeper keeper,
    CommandMenu menu,
    TelegramContact contact,
    IOptions<TelegramOptions> options,
    TimeProvider time,
    ILogger<UpdatePoller> log
) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // Somebody waits for their answer, and a database that restarts is back within seconds.
    private static readonly TimeSpan LongestPauseForDatabase = TimeSpan.FromSeconds(2);

    // Of the ten seconds before a payment the check itself takes five.
    private static readonly TimeSpan Meanwhile = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MeanwhileLimit = TimeSpan.FromSeconds(3);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        keeper.RunAsync(options.Value.Source, PollAsync, stoppingToken);

    private async Task PollAsync(CancellationToken ct)
    {
        contact.BeginDuty();
        try
        {
            var cursor = new UpdateCursor(time);
            await UntilItWorksAsync(PrepareAsync, cursor, ct);
            while (true)
            {
                var began = time.GetTimestamp();
                await UntilItWorksAsync(token => PollOnceAsync(cursor, token), cursor, ct);
                if (cursor.PauseAfter(time.GetElapsedTime(began)) is { Ticks: > 0 } pause)
                    await Task.Delay(pause, time, ct);
            }
        }
        finally
        {
            contact.EndDuty();
        }
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        var me = await client.Bot.GetMe(ct);
        // A webhook that is still set would answer every poll with a conflict.
        await client.Bot.DeleteWebhook(dropPendingUpdates: false, ct);
        contact.Note();
        await menu.PublishAsync(ct);
        LogStarted(log, me.Username ?? "?");
    }

    private async Task PollOnceAsync(UpdateCursor cursor, CancellationToken ct)
    {
        var answer = await feed.AskAsync(cursor.Offset, cursor.Limit, waits: true, ct);
        var storing = intake.StoreAsync(answer.Elements, ct);
        await AnswerMeanwhileAsync(storing, cursor, ct);
        var (ids, added) = await storing;
        if (answer.IsWhole || ids.Count > 0)
        {
            cursor.Passed(ids, added);
            // Only now: what came is stored.
            contact.Note();
        }
        else if (cursor.Limit > 1)
            cursor.AskForOne();
        else if (answer.BrokenId is { } broken)
        {
            passedOver.Note(broken, "broken");
            cursor.Passed([broken], 0);
        }
        else
            throw new UpdatesRefusedException(HttpStatusCode.OK, "an update that cannot be read, nor its id", null);
    }

    /// <summary>
    /// While the database keeps a batch waiting, Telegram is asked for the questions before a payment, which cannot wait. The offset
    /// stays: nothing is confirmed, and all comes again with the next poll.
    /// </summary>
    private async Task AnswerMeanwhileAsync(Task storing, UpdateCursor cursor, CancellationToken ct)
    {
        while (await Task.WhenAny(storing, Task.Delay(Meanwhile, time, ct)) != storing && !ct.IsCancellationRequested)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(MeanwhileLimit);
            try
            {
                var answer = await feed.AskAsync(cursor.Offset, UpdateCursor.LargestBatch, waits: false, limit.Token);
                intake.AnswerAlone(answer.Elements);
            }
#pragma warning disable CA1031 // The poll itself meets the same trouble, and tells of it.
            catch (Exception)
#pragma warning restore CA1031
            { }
        }
    }

    private async Task UntilItWorksAsync(Func<CancellationToken, Task> step, UpdateCursor cursor, CancellationToken ct)
    {
        var pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            var (longest, told) = (LongestPause, TimeSpan.Zero);
            try
            {
                await step(ct);
                return;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // Nothing ends the polling but the end of the process, or of the lease.
            catch (Exception e)
#pragma warning restore CA1031
            {
                switch (Refusal(e))
                {
                    case (HttpStatusCode.Unauthorized, _):
                        LogUnauthorized(log);
                        break;
                    case (HttpStatusCode.Conflict, _):
                        LogConflict(log, e.Message);
                        break;
                    case var (_, retryAfter):
                        told = retryAfter ?? told;
                        longest = e.IsDatabaseAway() ? LongestPauseForDatabase : longest;
                        LogFailed(log, e.GetType().Name, e.Message, Math.Max(pause.TotalSeconds, told.TotalSeconds));
                        break;
                }

                // It may be another server that answers next.
                if (e is HttpRequestException)
                    cursor.BeginAnew();
            }

            await Task.Delay(pause > told ? pause : told, time, ct);
            pause = TimeSpan.FromSeconds(Math.Min(pause.TotalSeconds * 2, longest.TotalSeconds));
        }
    }

    private static (HttpStatusCode? Status, TimeSpan? RetryAfter) Refusal(Exception e) =>
        e switch
        {
            UpdatesRefusedException refused => (refused.Status, refused.RetryAfter),
            ApiRequestException refused => (
                (HttpStatusCode)refused.ErrorCode,
                refused.Parameters?.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null
            ),
            _ => (null, null),
        };

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening to Telegram as @{Username}")]
    private static partial void LogStarted(ILogger log, string username);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telegram answers 401: Telegram:Token is wrong or was revoked; trying again")]
    private static partial void LogUnauthorized(ILogger log);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Telegram answers 409: another process polls with the same Telegram:Token, or a webhook is set ({Reason}); trying again"
    )]
    private static partial void LogConflict(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Polling Telegram failed ({Kind}: {Reason}), next try in {Seconds} s")]
    private static partial void LogFailed(ILogger log, string kind, string reason, double seconds);
}
