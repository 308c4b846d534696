using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Desk;

/// <summary>The invoices of all providers.</summary>
internal sealed class DeskBook(TimeProvider time) : IDisposable
{
    /// <summary>How many invoices are remembered. A load test would fill the memory otherwise.</summary>
    private const int Kept = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, DeskInvoice> invoices = [];
    private readonly List<string> order = [];
    private readonly Dictionary<string, DeskSpeaker> speakers = [];
    private readonly Dictionary<string, ITimer> timers = [];
    private long version = 1;
    private TaskCompletionSource? changed;

    /// <summary>Held over an act of more than one change, so that its news keep their order.</summary>
    public Lock Gate => gate;

    public void Register(DeskSpeaker speaker) => speakers.Add(speaker.Provider, speaker);

    public DeskSpeaker SpeakerOf(DeskInvoice invoice) => speakers[invoice.Provider];

    public DeskInvoice Add(DeskInvoice invoice)
    {
        lock (gate)
        {
            invoices.Add(invoice.Id, invoice);
            order.Add(invoice.Id);
            if (order.Count > Kept + (Kept / 4))
                Forget(order.Count - Kept);
            if (invoice.ExpiresAt is { } end)
                timers[invoice.Id] = time.CreateTimer(_ => ExpireDue(), null, Until(end), Timeout.InfiniteTimeSpan);
            Touch();
            return invoice;
        }
    }

    /// <summary>It never came to be: its message could not be sent.</summary>
    public void Remove(string id)
    {
        lock (gate)
        {
            invoices.Remove(id);
            order.Remove(id);
            Touch();
        }
    }

    public DeskInvoice? Find(string id)
    {
        lock (gate)
        {
            ExpireDue();
            return invoices.GetValueOrDefault(id);
        }
    }

    public DeskInvoice? Find(Predicate<DeskInvoice> fits) => List(fits, 1) is [var found] ? found : null;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<DeskInvoice> List(Predicate<DeskInvoice> fits, int limit = int.MaxValue)
    {
        lock (gate)
        {
            ExpireDue();
            return [.. Enumerable.Reverse(order).Select(id => invoices[id]).Where(invoice => fits(invoice)).Take(limit)];
        }
    }

    public DeskInvoice Change(string id, Func<DeskInvoice, DeskInvoice> change)
    {
        lock (gate)
        {
            var after = invoices[id] = change(invoices[id]);
            Touch();
            return after;
        }
    }

    /// <summary>Writes a line into an invoice's history, if it is remembered.</summary>
    public void Note(string id, string what)
    {
        lock (gate)
        {
            if (invoices.TryGetValue(id, out var invoice))
            {
                invoices[id] = invoice with { Events = [.. invoice.Events, new DeskEvent(time.GetUtcNow(), what)] };
                Touch();
            }
        }
    }

    /// <summary>Lets an open invoice expire before its time.</summary>
    public DeskInvoice Expire(string id)
    {
        lock (gate)
        {
            var expired = Change(id, invoice => invoice with { State = DeskState.Expired });
            SpeakerOf(expired).OnExpired(expired);
            return invoices[id];
        }
    }

    public long Version
    {
        get
        {
            lock (gate)
                return version;
        }
    }

    /// <summary>Ends when the version is another than this one.</summary>
    public Task ChangeSince(long since)
    {
        lock (gate)
            return version != since
                ? Task.CompletedTask
                : (changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Something beside the invoices changed.</summary>
    public void Touch()
    {
        lock (gate)
        {
            version++;
            changed?.TrySetResult();
            changed = null;
        }
    }

    /// <exception cref="Refusal">There is none.</exception>
    public DeskInvoice Required(string id) => Find(id) ?? throw new Refusal(404, "Not Found: no such invoice");

    public void Dispose()
    {
        lock (gate)
            foreach (var timer in timers.Values)
                timer.Dispose();
    }

    private void ExpireDue()
    {
        lock (gate)
        {
            if (timers.Count == 0)
                return;
            var now = time.GetUtcNow();
            foreach (var id in timers.Keys.ToList())
            {
                var known = invoices.TryGetValue(id, out var invoice);
                if (known && invoice!.ExpiresAt > now)
                    continue;
                timers.Remove(id, out var timer);
                timer?.Dispose();
                if (known && invoice!.State == DeskState.Open)
                    Expire(id);
            }
        }
    }

    private void Forget(int count)
    {
        foreach (var id in order.Take(count))
            invoices.Remove(id);
        order.RemoveRange(0, count);
    }

    private TimeSpan Until(DateTimeOffset end)
    {
        var left = end - time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
