using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Modules.Orders;

internal static class OrdersModule
{
    public static IServiceCollection AddOrders(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSettings<OrderOptions, OrderOptionsCheck>(configuration, "Orders")
            .AddSingleton<PlaceOrderHandler>()
            .AddSingleton<CancelOrderHandler>()
            .AddSingleton<RefundOrderHandler>()
            .AddSingleton<DisputeOrderHandler>()
            .AddSingleton<JudgeDisputeHandler>()
            .AddSingleton<ReadDisputeHandler>()
            .AddSingleton<ExpireOrdersHandler>()
            .AddSingleton<EndOrders>()
            .AddSingleton<RecountOpenOrdersHandler>()
            .AddSingleton<AfterSetBackHandler>()
            .AddSingleton<ReadOrdersHandler>()
            .AddSingleton<ListOrdersHandler>()
            .AddSingleton<ChangeOrderRequestHandler>()
            .AddSingleton(OldCodes.Column);
}
