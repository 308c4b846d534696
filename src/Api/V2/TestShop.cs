using Microsoft.Extensions.Hosting;
using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Storefront;
using XthonBot.Core.Views.TestMode;

namespace XthonBot.Api.V2;

/// <summary>The shop of the test world: purchases cost nothing, and the name of a service says how its orders behave.</summary>
internal sealed class TestShop(
    BuyTestNumberHandler buy,
    ReadTestOrdersHandler orders,
    CancelTestOrderHandler cancel,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : Shop
{
    // A timer may be a little early.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(20);

    public override Task<CustomerBalance> BalanceAsync(Caller caller, CancellationToken ct) => orders.BalanceAsync(caller.Id, ct);

    public override Task<IReadOnlyList<ServiceView>> ServicesAsync(Caller caller, CancellationToken ct) =>
        Task.FromResult(TestServices.All);

    public override Task<Result<OrderView>> BuyAsync(Caller caller, PlaceOrder order, CancellationToken ct) =>
        buy.HandleAsync(new BuyTestNumber(caller.Id, order.Service, order.MostPrice), ct);

    public override Task<Result<OrderView>> FindAsync(Caller caller, OrderId order, CancellationToken ct) =>
        orders.HandleAsync(caller.Id, order, ct);

    /// <remarks>The time of the next change is known, so nothing is read before it; a cancel meanwhile shows at the end.</remarks>
    public override async Task<Result<OrderView>> UntilCodeAsync(Caller caller, OrderView order, TimeSpan most, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        var until = TestOrder.NextChange(order) + Slack - time.GetUtcNow().UtcDateTime;
        await Task.Delay(
                until < TimeSpan.Zero ? TimeSpan.Zero
                    : until < most ? until
                    : most,
                time,
                ended.Token
            )
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await orders.HandleAsync(caller.Id, order.Id, ct);
    }

    public override Task<Result<Money>> CancelAsync(Caller caller, OrderId order, CancellationToken ct) =>
        cancel.HandleAsync(new CancelOrder(caller.Id, order), ct);
}
