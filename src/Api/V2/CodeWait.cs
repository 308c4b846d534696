using Microsoft.Extensions.Hosting;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Reactions.Waiting;

namespace XthonBot.Api.V2;

/// <summary>Holds an answer until a code is there, or the order is over, or the time is up, or the process is about to end.</summary>
internal sealed class CodeWait(OrderChangeNotifier watches, ReadOrdersHandler orders, IHostApplicationLifetime lifetime, TimeProvider time)
{
    public const int MostSeconds = 30;

    /// <summary>Whether the order waits for a code: the first one, or another one that was asked for.</summary>
    public static bool IsWorthwhile(OrderView order) =>
        order
            is { IsOpen: true, Status: OrderStatus.Pending, Code: null }
                or { IsOpen: true, Status: OrderStatus.Succeeded, WaitsForAnother: true };

    /// <returns>The order as it is then.</returns>
    public async Task<Result<OrderView>> UntilCodeAsync(CustomerId customer, OrderView order, TimeSpan most, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        // A process that ends answers all waiting requests at once: the clients ask again and reach the next process.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        using var watch = watches.Begin(order.Id, order.Phone);
        while (true)
        {
            var next = watch.Next;
            var found = await orders.HandleAsync(customer, order.Id, ct);
            var left = most - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero || ended.IsCancellationRequested || !found.TryGet(out var now, out _) || !IsWorthwhile(now))
                return found;
            await next.WaitAsync(left, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
