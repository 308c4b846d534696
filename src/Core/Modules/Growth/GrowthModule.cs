using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Modules.Growth;

internal static class GrowthModule
{
    public static IServiceCollection AddGrowth(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSettings<BonusOptions, BonusOptionsCheck>(configuration, "Bonus")
            .AddSingleton<ReadBonusHandler>()
            .AddSingleton<ReviewBonusesHandler>()
            .AddReaction<BonusTiers>();
}
