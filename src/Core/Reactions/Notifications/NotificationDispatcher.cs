using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>
/// Hands what is due to the channel and notes what became of it. One process of all does so; what it has taken is marked, and told
/// again by whoever comes after it if it dies.
/// </summary>
public sealed partial class NotificationDispatcher(
    Store store,
    TextProtector protector,
    INotificationChannel channel,
    TimeProvider time,
    ILogger<NotificationDispatcher> log
) : IAsyncDisposable
{
    private const int BatchSize = 100;
    private const int MaxUnderWay = 500;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseBetweenNotes = TimeSpan.FromSeconds(1);

    private static readonly WorkClaim Due = new(
        "notifications",
        "id",
        due: """
        work.done_at is null and work.due_at <= @now and (work.lease_until is null or work.lease_until <= @now)
        and work.priority <= @lowest
        """,
        order: "work.priority, work.id",
        set: "lease_until = @until, attempts = attempts + 1",
        returning: "id"
    );

    // A delivery outlives the sweep that started it.
    private readonly InFlight<long> inFlight = new(time);
    private readonly Dictionary<(long? TelegramId, bool IsUrgent), Task> lastTo = [];
    private readonly DeliveryResults notes = new();
    private bool isSettled;
    private int unnoted;

    /// <summary>Takes all that is due and returns while the channel still works at it.</summary>
    /// <returns>How many were handed over.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        await RenewLeasesAsync(ct);
        var handedOver = 0;
        while (true)
        {
            // Where much waits already, only codes are still let in.
            var lowest = inFlight.Count < MaxUnderWay ? int.MaxValue : 0;
            var claimed = await ClaimAsync(lowest, ct);
            var batch = await TakeUpAsync(claimed, ct);
            Send(batch);
            handedOver += batch.Count;
            if (claimed.Count < BatchSize)
                return handedOver;
        }
    }

    /// <summary>How many are still to be told.</summary>
    public Task<int> CountOpenAsync(CancellationToken ct) =>
        store.ReadAsync((db, token) => db.Notifications.CountAsync(n => n.DoneAt == null, token), ct);

    /// <summary>Waits for what the channel is still working at.</summary>
    public Task DrainAsync() => inFlight.DrainAsync();

    /// <summary>Called when this process becomes the dispatcher: no other process is delivering.</summary>
    public Task<int> ReleaseLeasesAsync(CancellationToken ct) =>
        store.WriteAsync(
            (db, token) =>
                db
                    .Notifications.Where(n => n.DoneAt == null && n.LeaseUntil != null)
                    .ExecuteUpdateAsync(set => set.SetProperty(n => n.LeaseUntil, (DateTime?)null), token),
            ct
        );

    /// <summary>
    /// Called when this process stops being the dispatcher: waits briefly, cancels the rest, and returns when all that was told is
    /// noted. Before that nobody may begin to deliver, or it would be told again.
    /// </summary>
    /// <param name="ending">The process ends: a database that is away is not waited for.</param>
    public async Task SettleAsync(CancellationToken ending)
    {
        // While the database is away nothing is told that could still arrive.
        await inFlight.DrainAsync(Volatile.Read(ref unnoted) > 0 ? LastMoment : Grace);
        await inFlight.CancelAsync();
        await inFlight.DrainAsync().WaitAsync(ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await inFlight.DrainAsync(LastMoment);
        isSettled = ending.IsCancellationRequested;
    }

    public async ValueTask DisposeAsync()
    {
        if (!isSettled)
            await SettleAsync(new CancellationToken(canceled: true));
        await inFlight.DisposeAsync();
    }

    private async Task RenewLeasesAsync(CancellationToken ct)
    {
        var ids = inFlight.Keys;
        if (ids.Count == 0)
            return;
        var until = time.UtcNow() + Lease;
        await store.WriteAsync(
            (db, token) =>
                db
                    .Notifications.Where(n => ids.Contains(n.Id) && n.DoneAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(n => n.LeaseUntil, until), token),
            ct
        );
    }

    private Task<List<long>> ClaimAsync(int lowestPriority, CancellationToken ct)
    {
        var now = time.UtcNow();
        return Due.TakeDueAsync(
            store,
            BatchSize,
            [("now", now), ("lowest", lowestPriority)],
            [("until", now + Lease)],
            row => row.GetInt64(0),
            ct
        );
    }

    // A clock that is set forward lets the leases run out over what this process is still at, or has just been.
    private async Task<List<Delivery>> TakeUpAsync(List<long> claimed, CancellationToken ct)
    {
        var mine = claimed.FindAll(inFlight.TryRegister);
        List<Delivery> batch = [];
        try
        {
            batch = await store.ReadAsync((db, token) => Deliveries.ReadAsync(db, protector, mine, token), ct);
            return batch;
        }
        finally
        {
            foreach (var id in mine.Except(batch.Select(delivery => delivery.Id)))
                inFlight.Settle(id);
        }
    }

    // People are told side by side, but one person in order, over all sweeps: of two codes the newer has to stand last.
    // A code waits for the codes before it alone.
    private void Send(List<Delivery> batch)
    {
        lock (lastTo)
        {
            foreach (var ended in lastTo.Where(last => last.Value.IsCompleted).Select(last => last.Key).ToList())
                lastTo.Remove(ended);
            foreach (var toOne in batch.GroupBy(delivery => delivery.TelegramId))
            {
                var (urgent, rest) = (LastTo(toOne.Key, true), LastTo(toOne.Key, false));
                if (toOne.Where(delivery => delivery.IsUrgent).ToList() is { Count: > 0 } codes)
                    lastTo[(toOne.Key, true)] = urgent = DeliverInOrderAsync(urgent, codes, inFlight.Cancellation);
                if (toOne.Where(delivery => !delivery.IsUrgent).ToList() is { Count: > 0 } others)
                    lastTo[(toOne.Key, false)] = DeliverInOrderAsync(Task.WhenAll(urgent, rest), others, inFlight.Cancellation);
            }
        }

        Task LastTo(long? telegramId, bool isUrgent) => lastTo.GetValueOrDefault((telegramId, isUrgent), Task.CompletedTask);
    }

    private async Task DeliverInOrderAsync(Task before, List<Delivery> toOne, CancellationToken ct)
    {
        // The sweep goes on while these work.
        await Task.Yield();
        await before;
        foreach (var delivery in toOne)
            await DeliverAsync(delivery, ct);
    }

    private async Task DeliverAsync(Delivery delivery, CancellationToken ct)
    {
        try
        {
            await UntilNotesAreWrittenAsync(ct);
            var outcome = delivery.IsBlocked ? new DeliveryOutcome.GivenUp("blocked") : await channel.DeliverAsync(delivery, ct);
            await NoteAsync(DeliveryResult.Of(delivery, outcome, time.UtcNow()));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested || inFlight.Ended.IsCancellationRequested)
        {
            // The next dispatcher sends it.
        }
#pragma warning disable CA1031 // One notification must not stop its neighbours; its lease brings it back.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(log, e, delivery.Id, delivery.Kind);
        }
        finally
        {
            inFlight.Settle(delivery.Id);
        }
    }

    // Do not send while results cannot be recorded: after a crash the message would be sent twice.
    private async Task UntilNotesAreWrittenAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        while (Volatile.Read(ref unnoted) > 0)
            await Task.Delay(PauseBetweenNotes, time, ct);
    }

    // A notification must not be sent again because the database was away at that moment: the result waits for it.
    private async Task NoteAsync(DeliveryResult note)
    {
        if (await TryNoteAsync(note))
            return;
        Interlocked.Increment(ref unnoted);
        try
        {
            do await Task.Delay(PauseBetweenNotes, time, inFlight.Ended);
            while (!await TryNoteAsync(note));
        }
        finally
        {
            Interlocked.Decrement(ref unnoted);
        }
    }

    private async Task<bool> TryNoteAsync(DeliveryResult note)
    {
        try
        {
            await store.WriteAsync(notes, note, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (e.IsDatabaseAway() && !inFlight.Ended.IsCancellationRequested)
        {
            LogNotNoted(log, note.Delivery.Id, e.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notification {Id} was sent but its result cannot be recorded yet ({Kind})")]
    private static partial void LogNotNoted(ILogger log, long id, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "Notification {Id} ({Kind}) failed and will be tried again")]
    private static partial void LogFailed(ILogger log, Exception e, long id, NotificationKind kind);
}
