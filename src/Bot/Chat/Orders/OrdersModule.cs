using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Orders;

internal static class OrdersModule
{
    public static IServiceCollection AddOrders(this IServiceCollection services) =>
        services.AddFeature<OrderScreens>().AddSingleton<OrderCards>();
}
