using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

internal static class DurabilityModule
{
    public static IServiceCollection AddDurability(this IServiceCollection services, DatabaseProvider provider) =>
        services
            .AddSingleton<NodeIdentity>()
            .AddSingleton(LeaseTimings.For(provider))
            .AddSingleton<Heartbeat>()
            .AddSingleton<LeaseKeeper>()
            .AddSingleton<LeaseStore>()
            .AddSingleton<OutboxSignal>()
            .AddSingleton<Inbox>()
            .AddSingleton<IdempotencyStore>()
            .AddSingleton<RecoverAbandonedWorkHandler>()
            .AddSingleton<ProtectOldTextsHandler>()
            .AddSingleton<DecideDeadLetterHandler>()
            .AddSingleton<RaiseAlertHandler>()
            .AddSingleton<NightlyWork>()
            .AddSingleton<IGivenUpWork, GivenUpUpdates>()
            .AddReaction<DeadLetters>()
            .AddReaction<DurabilityClock>();
}
