using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>
/// Tells the webhooks what is due: many of them side by side, of each a few deliveries at a time, so that a slow one holds up nobody
/// else. Deliveries are claimed for a while: if this process dies, another sends them again, with the same id and the same body.
/// </summary>
public sealed partial class WebhookDispatcher(
    Store store,
    TextProtector protector,
    IWebhookSender sender,
    OutboxSignal outbox,
    IOptions<WebhookOptions> options,
    TimeProvider time,
    ILogger<WebhookDispatcher> log
) : IAsyncDisposable
{
    private const int MostWebhooks = 64;

    // Those that fail, which may take the longest, never take all.
    private const int KeptForOthers = 32;

    /// <summary>A delivery that a dead process had claimed is sent by another so long after <see cref="WebhookOptions.Timeout"/>.</summary>
    private static readonly TimeSpan LeaseBeyondTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(1);

    private readonly InFlight<long> inFlight = new(time);

    /// <summary>Begins with the webhooks for which something is due, and returns while they are still being told.</summary>
    /// <returns>How many it began with.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        var busy = inFlight.Keys;
        var free = MostWebhooks - busy.Count;
        if (free <= 0)
            return 0;
        var due = await store.ReadAsync(
            (db, token) =>
                db
                    .WebhookDeliveries.Where(d => d.DueAt <= now && !busy.Contains(d.WebhookId))
                    .Join(
                        db.Webhooks.Where(w => w.DisabledAt == null && w.RemovedAt == null),
                        d => d.WebhookId,
                        w => w.Id,
                        (d, w) => new { w.Id, IsFailing = w.FailingSince != null }
                    )
                    .Distinct()
                    .OrderBy(w => w.IsFailing)
                    .Take(free)
                    .ToListAsync(token),
            ct
        );
        var begun = 0;
        foreach (var webhook in due.Where((webhook, i) => !webhook.IsFailing || i < free - KeptForOthers))
        {
            if (!inFlight.TryRegister(webhook.Id))
                continue;
            _ = TellAsync(webhook.Id);
            begun++;
        }

        return begun;
    }

    /// <summary>Waits until all that are being told have answered.</summary>
    public Task DrainAsync() => inFlight.DrainAsync();

    /// <summary>
    /// Called when this process stops being the dispatcher: waits briefly for deliveries under way. The others are sent again.
    /// </summary>
    public Task SettleAsync() => inFlight.DrainAsync(LastMoment);

    public ValueTask DisposeAsync() => inFlight.DisposeAsync();

    private async Task TellAsync(long webhookKey)
    {
        // The sweep goes on while this works.
        await Task.Yield();
        var mayBeMore = false;
        try
        {
            bool isFull;
            do
            {
                var batch = await WebhookBatch.TakeAsync(
                    store,
                    protector,
                    webhookKey,
                    time.UtcNow(),
                    options.Value.Timeout + LeaseBeyondTimeout,
                    inFlight.Ended
                );
                if (batch is null)
                    return;
                var answers = await Task.WhenAll(batch.Calls.Select(call => AnswerAsync(batch, call)));
                var (hasArrived, isOff) = await NoteAsync(batch, answers);
                isFull = batch.IsFull;
                // One that does not answer is left until the next sweep, and others come first.
                mayBeMore = hasArrived && !isOff;
            } while (isFull && mayBeMore);
        }
        catch (OperationCanceledException) when (inFlight.Ended.IsCancellationRequested)
        {
            // The process that is there when the lease is over sends it again.
            mayBeMore = false;
        }
#pragma warning disable CA1031 // One webhook must not stop the others; claimed deliveries come back.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(log, webhookKey, e.GetType().Name);
            mayBeMore = false;
        }
        finally
        {
            inFlight.Settle(webhookKey);
        }

        // A delivery that was written meanwhile found it busy.
        if (mayBeMore)
            outbox.Notify();
    }

    private async Task<WebhookResult> AnswerAsync(WebhookBatch batch, (long Key, int Attempts, WebhookCall? Call) delivery) =>
        new(
            delivery.Key,
            delivery.Attempts,
            delivery.Call is { } call ? await sender.SendAsync(call, inFlight.Ended) : new WebhookAnswer(null, "secret-lost"),
            batch.Until
        );

    private async Task<(bool HasArrived, bool IsOff)> NoteAsync(WebhookBatch batch, WebhookResult[] results)
    {
        var now = time.UtcNow();
        var off = await store.WriteAsync(
            (db, token) => WebhookResult.NoteAsync(db, batch.WebhookKey, results, options.Value, now, token),
            inFlight.Ended
        );
        if (off is not null)
            LogOff(log, batch.WebhookKey, off);

        return (Array.Exists(results, r => r.Answer.IsDelivered), off is not null);
    }

    [LoggerMessage(LogLevel.Information, "Webhook {Webhook} is switched off ({Reason})")]
    private static partial void LogOff(ILogger log, long webhook, string reason);

    [LoggerMessage(LogLevel.Warning, "The result of a delivery to webhook {Webhook} could not be recorded ({Kind}); it is sent again")]
    private static partial void LogFailed(ILogger log, long webhook, string kind);
}
