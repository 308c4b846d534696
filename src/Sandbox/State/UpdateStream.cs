using XthonBot.Sandbox.Gateway;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.State;

/// <summary>
/// Updates from their birth until the bot has confirmed them: by the next poll's offset, or by the webhook's 200.
/// An update that is not confirmed comes again.
/// </summary>
internal sealed class UpdateStream(TimeProvider time, HttpClient http, int lastId) : IDisposable
{
    /// <summary>How many updates are remembered for <see cref="Redeliver"/>.</summary>
    private const int Remembered = 16_384;

    private readonly Lock gate = new();
    private readonly List<Update> pending = [];
    private readonly Queue<Update> again = new();
    private readonly Update?[] history = new Update?[Remembered];
    private HashSet<string>? allowed;
    private TaskCompletionSource<PollEnd>? poller;
    private WebhookSender? webhook;
    private int lastId = lastId;

    private enum PollEnd
    {
        Arrived,
        OtherPoller,
        Webhook,
    }

    /// <summary>Gives the update its id and hands it on, unless <c>allowed_updates</c> left its kind out.</summary>
    public Update Emit(Update draft)
    {
        lock (gate)
        {
            var update = draft with { UpdateId = ++lastId };
            history[update.UpdateId % Remembered] = update;
            if (allowed is not null && !allowed.Contains(update.Kind))
                return update;
            pending.Add(update);
            poller?.TrySetResult(PollEnd.Arrived);
            webhook?.Enqueue(update);
            return update;
        }
    }

    /// <summary>Delivers an update once more, whether or not it was confirmed. False where it is unknown.</summary>
    public bool Redeliver(int updateId)
    {
        lock (gate)
        {
            if (updateId <= 0 || history[updateId % Remembered] is not { } update || update.UpdateId != updateId)
                return false;
            if (webhook is not null)
            {
                webhook.Enqueue(update);
                return true;
            }
            again.Enqueue(update);
            poller?.TrySetResult(PollEnd.Arrived);
            return true;
        }
    }

    /// <summary><c>getUpdates</c>: at once if something waits, else the moment something comes.</summary>
    /// <exception cref="Refusal">A webhook is set, or another poll or a webhook ended this one.</exception>
    public async Task<IReadOnlyList<Update>> PollAsync(
        long? offset,
        int limit,
        TimeSpan timeout,
        IReadOnlyCollection<string>? allowedUpdates,
        CancellationToken ct
    )
    {
        TaskCompletionSource<PollEnd> mine;
        lock (gate)
        {
            if (webhook is not null)
                throw Refusal.Conflict(
                    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
                );
            poller?.TrySetResult(PollEnd.OtherPoller);
            poller = null;
            Allow(allowedUpdates);
            Confirm(offset);
            if (Take(limit) is { Count: > 0 } batch)
                return batch;
            if (timeout <= TimeSpan.Zero)
                return [];
            poller = mine = new TaskCompletionSource<PollEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        try
        {
            switch (await mine.Task.WaitAsync(timeout, time, ct))
            {
                case PollEnd.OtherPoller:
                    throw Refusal.Conflict("terminated by other getUpdates request; make sure that only one bot instance is running");
                case PollEnd.Webhook:
                    throw Refusal.Conflict("terminated by setWebhook request");
            }
        }
        catch (TimeoutException)
        {
            // Nothing came: an empty list, as Telegram answers.
        }
        finally
        {
            lock (gate)
                if (ReferenceEquals(poller, mine))
                    poller = null;
        }
        lock (gate)
            return Take(limit);
    }

    public void SetWebhook(Uri url, string? secret, int connections, IReadOnlyCollection<string>? allowedUpdates, bool dropPending)
    {
        lock (gate)
        {
            webhook?.Dispose();
            poller?.TrySetResult(PollEnd.Webhook);
            poller = null;
            Allow(allowedUpdates);
            if (dropPending)
                pending.Clear();
            webhook = new WebhookSender(url, secret, connections, http, time, Delivered);
            foreach (var update in pending)
                webhook.Enqueue(update);
        }
    }

    public void DeleteWebhook(bool dropPending)
    {
        lock (gate)
        {
            webhook?.Dispose();
            webhook = null;
            if (dropPending)
                pending.Clear();
        }
    }

    public WebhookInfo Info()
    {
        lock (gate)
            return new WebhookInfo(
                webhook?.Url.AbsoluteUri ?? "",
                false,
                pending.Count,
                webhook?.Connections,
                allowed,
                webhook?.LastErrorAt?.ToUnixTimeSeconds(),
                webhook?.LastError
            );
    }

    public void Dispose()
    {
        lock (gate)
            webhook?.Dispose();
    }

    private void Delivered(Update update)
    {
        lock (gate)
        {
            var index = pending.FindIndex(waiting => waiting.UpdateId == update.UpdateId);
            if (index >= 0)
                pending.RemoveAt(index);
        }
    }

    /// <summary>Null keeps the last setting, an empty list goes back to all, as on Telegram.</summary>
    private void Allow(IReadOnlyCollection<string>? kinds)
    {
        if (kinds is not null)
            allowed = kinds.Count == 0 ? null : [.. kinds];
    }

    private void Confirm(long? offset)
    {
        if (offset is null or 0)
            return;
        var confirmed =
            offset > 0
                ? pending.TakeWhile(update => update.UpdateId < offset).Count()
                : Math.Max(pending.Count + (int)Math.Max(offset.Value, int.MinValue / 2), 0);
        pending.RemoveRange(0, confirmed);
    }

    private List<Update> Take(int limit)
    {
        var batch = new List<Update>();
        var early = new List<Update>();
        // A second delivery stands in front, in its old place; it is not confirmed by offset, it just comes once more.
        while (batch.Count < limit && again.TryDequeue(out var repeated))
            (pending.Contains(repeated) ? early : batch).Add(repeated);
        batch.AddRange(pending.Take(limit - batch.Count));
        // One whose first delivery is yet to come waits for it: whoever confirms it confirms all before it, seen or not.
        foreach (var repeated in early)
        {
            if (batch.Count < limit && batch.LastIndexOf(repeated) is var first and >= 0)
                batch.Insert(first + 1, repeated);
            else
                again.Enqueue(repeated);
        }

        return batch;
    }
}
