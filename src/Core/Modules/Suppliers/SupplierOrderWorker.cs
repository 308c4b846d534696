using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>
/// Runs the steps of supplier orders. The state is stored before and after each request to upstream, so that a process that takes over
/// after a crash knows what may have been asked.
/// </summary>
public sealed partial class SupplierOrderWorker : INumberSource, IAsyncDisposable
{
    private const int MostAtOnce = 100;
    private const int SideBySide = 16;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Store store;
    private readonly SuppliersOptions suppliers;
    private readonly SupplierOrderSteps steps;
    private readonly TimeProvider time;
    private readonly ILogger<SupplierOrderWorker> log;
    private readonly InFlight<OrderId> fetching;

    public SupplierOrderWorker(
        Store store,
        IOptions<SuppliersOptions> suppliers,
        SupplierOrderSteps steps,
        TimeProvider time,
        ILogger<SupplierOrderWorker> log
    ) =>
        (this.store, this.suppliers, this.steps, this.time, this.log, fetching) = (
            store,
            suppliers.Value,
            steps,
            time,
            log,
            new InFlight<OrderId>(time)
        );

    /// <inheritdoc/>
    public bool HasSuppliers => suppliers.Count > 0;

    /// <inheritdoc/>
    /// <remarks>The step goes on when the buyer no longer waits; when the process ends, another process's sweep goes on.</remarks>
    public Task FetchAsync(OrderId order, TimeSpan limit) => fetching.RunAsync(order, () => UntilFetchedAsync(order, limit));

    IReadOnlyDictionary<string, List<Offer>> INumberSource.LoadOffers(
        StoreDbContext db,
        StatementBatch batch,
        IReadOnlyCollection<Guid> services,
        DateTime now
    ) => Offers.Load(db, batch, suppliers, services, now);

    /// <summary>Does the next step of all orders that are due. Many processes can run it: each order is claimed by one.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        // Orders of suppliers that are no longer configured are worked at too.
        var taken = await SupplierOrderQueries.TakeDueAsync(store, MostAtOnce, now, now + Lease, ct);
        await Parallel.ForEachAsync(
            taken,
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct },
            async (key, token) => await StepAsync(key, token)
        );
        return taken.Count;
    }

    public ValueTask DisposeAsync() => fetching.DisposeAsync();

    private async Task UntilFetchedAsync(OrderId order, TimeSpan limit)
    {
        var began = time.GetTimestamp();
        do
        {
            var now = time.UtcNow();
            var claimed = await store.WriteAsync(
                (db, token) => SupplierOrderQueries.TakeAsync(db, order, now, now + Lease, token),
                fetching.Ended
            );
            if (claimed is { } taken)
                await StepAsync(taken, fetching.Ended);
            switch (await StateAsync(order))
            {
                case SupplierOrderState.Wanted:
                    // A supplier had no number, and the next one is asked at once.
                    break;
                case SupplierOrderState.Asked:
                    await Task.Delay(Pause, time, fetching.Ended);
                    break;
                default:
                    return;
            }
        } while (time.GetElapsedTime(began) < limit);
    }

    private Task<SupplierOrderState?> StateAsync(OrderId order) =>
        store.ReadAsync(
            (db, token) =>
                db
                    .Supplies.Where(s => db.Set<Order>().Any(o => o.Id == s.OrderId && o.PublicId == order.Value))
                    .Select(s => (SupplierOrderState?)s.State)
                    .SingleOrDefaultAsync(token),
            fetching.Ended
        );

    private async Task StepAsync(long key, CancellationToken ct)
    {
        var row = await store.ReadAsync((db, token) => SupplierOrderQueries.ReadAsync(db, key, token), ct);
        try
        {
            if (suppliers.TryGetValue(row.Supplier, out var supplier))
                await steps.RunAsync(row, supplier, ct);
            else
                await steps.AbandonAsync(row, ct);
        }
        catch (SupplierLostException e)
        {
            LogLost(log, row.Supplier, row.State, e.Message);
            await steps.LaterAsync(row, ct);
        }
#pragma warning disable CA1031 // Its neighbours go on; the lease brings it back.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(log, e, row.Supplier, row.State);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Supplier {Supplier} gave no answer for a number that is {State} ({Reason})")]
    private static partial void LogLost(ILogger log, string supplier, SupplierOrderState state, string reason);

    [LoggerMessage(LogLevel.Error, "A step with supplier {Supplier} for a number that is {State} failed and will be tried again")]
    private static partial void LogFailed(ILogger log, Exception e, string supplier, SupplierOrderState state);
}
