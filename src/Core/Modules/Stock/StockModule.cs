using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Modules.Stock;

internal static class StockModule
{
    public static IServiceCollection AddStock(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSettings<StockOptions, StockOptionsCheck>(configuration, "Stock")
            .AddSingleton<ImportNumbersHandler>()
            .AddSingleton<WithdrawNumbersHandler>()
            .AddSingleton<FreeCooledNumbersHandler>()
            .AddReaction<StockClock>();
}
