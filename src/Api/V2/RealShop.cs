using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Api.V2;

/// <summary>The shop of the real world.</summary>
internal sealed class RealShop(
    FindCustomerHandler customers,
    ListServicesHandler services,
    PlaceOrderHandler place,
    ReadOrdersHandler orders,
    CodeWait waiting,
    CancelOrderHandler cancel
) : Shop
{
    public override Task<CustomerBalance> BalanceAsync(Caller caller, CancellationToken ct) => customers.BalanceAsync(caller.Id, ct);

    public override Task<IReadOnlyList<ServiceView>> ServicesAsync(Caller caller, CancellationToken ct) =>
        services.HandleAsync(caller.Id, ct);

    public override Task<Result<OrderView>> BuyAsync(Caller caller, PlaceOrder order, CancellationToken ct) => place.HandleAsync(order, ct);

    public override Task<Result<OrderView>> FindAsync(Caller caller, OrderId order, CancellationToken ct) =>
        orders.HandleAsync(caller.Id, order, ct);

    public override Task<Result<OrderView>> UntilCodeAsync(Caller caller, OrderView order, TimeSpan most, CancellationToken ct) =>
        waiting.UntilCodeAsync(caller.Id, order, most, ct);

    public override Task<Result<Money>> CancelAsync(Caller caller, OrderId order, CancellationToken ct) =>
        cancel.HandleAsync(new CancelOrder(caller.Id, order), ct);
}
