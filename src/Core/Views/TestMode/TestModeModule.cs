using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Views.TestMode;

internal static class TestModeModule
{
    public static IServiceCollection AddTestMode(this IServiceCollection services) =>
        services
            .AddSingleton<BuyTestNumberHandler>()
            .AddSingleton<ReadTestOrdersHandler>()
            .AddSingleton<CancelTestOrderHandler>()
            .AddSingleton<PayInTestHandler>()
            .AddSingleton<ReadTestPaymentsHandler>();
}
