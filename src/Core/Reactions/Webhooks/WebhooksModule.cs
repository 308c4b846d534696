using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Reactions.Webhooks;

internal static class WebhooksModule
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSettings<WebhookOptions, WebhookOptionsCheck>(configuration, "Webhooks")
            .AddSingleton<MakeWebhookHandler>()
            .AddSingleton<ReadWebhooksHandler>()
            .AddSingleton<ChangeWebhookHandler>()
            .AddSingleton<RemoveWebhookHandler>()
            .AddSingleton<RotateSecretHandler>()
            .AddSingleton<TestWebhookHandler>()
            .AddSingleton<ReadDeliveriesHandler>()
            .AddSingleton<RedeliverHandler>()
            .AddSingleton<WebhookDispatcher>()
            .AddSingleton<WatchBalancesHandler>()
            .AddSingleton<PurgeDeliveriesHandler>()
            .AddSingleton<IGivenUpWork>(built => built.GetRequiredService<GivenUpDeliveries>())
            .AddReaction<WebhookDeliveries>()
            .AddReaction<GivenUpDeliveries>()
            .AddReaction<WebhookClock>();
}
