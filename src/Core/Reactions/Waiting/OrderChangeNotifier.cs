using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Reactions.Waiting;

/// <summary>
/// Lets requests wait until something happens to an order, thousands at once, without a thread or a query each: a commit of
/// this process wakes them at once; for the commits of others, one query a second asks for all orders that somebody waits for.
/// </summary>
public sealed partial class OrderChangeNotifier(Store store, TimeProvider time, ILogger<OrderChangeNotifier> log)
    : IReaction<MessageDelivered>,
        IReaction<OrderEnded>
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private static readonly DialectText ChangedSql = new(dialect =>
        $"""
            select o.public_id from orders o where o.public_id in (select id from {dialect.Each("@ids", "id")})
                and (o.closed_at is not null or (o.status <> {(int)OrderStatus.Pending} and not {OrderRequest.IsAnotherAwaited}))
            """
    );

    private readonly Lock gate = new();
    private readonly Dictionary<OrderId, Entry> byOrder = [];
    private readonly Dictionary<string, Entry> byPhone = new(StringComparer.Ordinal);
    private bool isLooking;

    /// <summary>How many orders somebody waits for.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return byOrder.Count;
        }
    }

    /// <summary>Begins to watch; whoever does looks at the order after that, or might miss what comes in between.</summary>
    public Watch Begin(OrderId order, string? phone)
    {
        lock (gate)
        {
            if (!byOrder.TryGetValue(order, out var entry))
            {
                byOrder[order] = entry = new Entry(order, phone);
                if (phone is not null)
                    byPhone[phone] = entry;
            }

            entry.Watchers++;
            if (!isLooking)
            {
                isLooking = true;
                _ = Task.Run(LookWhileWatchedAsync);
            }

            return new Watch(this, entry);
        }
    }

    void IReaction<MessageDelivered>.Committed(IReadOnlyList<MessageDelivered> events) => Wake(events.Select(e => e.Phone));

    void IReaction<OrderEnded>.Committed(IReadOnlyList<OrderEnded> events) => Wake(events.Select(e => e.Phone).OfType<string>());

    private void Wake(IEnumerable<string> phones)
    {
        lock (gate)
        {
            if (byPhone.Count == 0)
                return;
            foreach (var phone in phones)
            {
                if (byPhone.TryGetValue(phone, out var entry))
                    entry.Wake();
            }
        }
    }

    private void End(Entry entry)
    {
        lock (gate)
        {
            if (--entry.Watchers > 0)
                return;
            byOrder.Remove(entry.Order);
            // A later order may have the number by now.
            if (entry.Phone is not null && byPhone.TryGetValue(entry.Phone, out var known) && ReferenceEquals(known, entry))
                byPhone.Remove(entry.Phone);
        }
    }

    private async Task LookWhileWatchedAsync()
    {
        while (true)
        {
            await Task.Delay(BetweenLooks, time);
            List<Guid> watched;
            lock (gate)
            {
                if (byOrder.Count == 0)
                {
                    isLooking = false;
                    return;
                }

                watched = [.. byOrder.Keys.Select(order => order.Value)];
            }

            try
            {
                var changed = await store.ReadAsync((db, token) => ChangedAsync(db, watched, token), CancellationToken.None);
                lock (gate)
                {
                    foreach (var order in changed)
                    {
                        if (byOrder.TryGetValue(order, out var entry))
                            entry.Wake();
                    }
                }
            }
#pragma warning disable CA1031 // The next look may reach the database again; nobody waits for longer than a request.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(log, e.GetType().Name);
            }
        }
    }

    private static async Task<List<OrderId>> ChangedAsync(StoreDbContext db, List<Guid> watched, CancellationToken ct)
    {
        var changed = new List<OrderId>();
        await db
            .Statements.Get(ChangedSql.For(db.Dialect))
            .With("ids", db.Dialect.List(watched))
            .RunAsync(row => changed.Add(new OrderId(row.GetGuid(0))), ct);
        return changed;
    }

    [LoggerMessage(LogLevel.Warning, "Orders that requests wait for could not be looked up ({Kind}); trying again")]
    private static partial void LogFailed(ILogger log, string kind);

    /// <summary>One who waits; dispose it when done.</summary>
    public sealed class Watch : IDisposable
    {
        private readonly OrderChangeNotifier owner;
        private readonly Entry entry;

        internal Watch(OrderChangeNotifier owner, Entry entry) => (this.owner, this.entry) = (owner, entry);

        /// <summary>Completes at the next change from now on.</summary>
        public Task Next
        {
            get
            {
                lock (owner.gate)
                    return entry.Changed.Task;
            }
        }

        public void Dispose() => owner.End(entry);
    }

    internal sealed class Entry(OrderId order, string? phone)
    {
        public OrderId Order => order;

        public string? Phone => phone;

        public int Watchers { get; set; }

        public TaskCompletionSource Changed { get; private set; } = New();

        public void Wake()
        {
            var changed = Changed;
            Changed = New();
            changed.TrySetResult();
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
