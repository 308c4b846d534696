using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.HandlerApi;
using XthonBot.Api.Health;
using XthonBot.Api.Inbound;
using XthonBot.Api.Keys;
using XthonBot.Api.Limits;
using XthonBot.Api.Payments;
using XthonBot.Api.V2;
using XthonBot.Api.Webhooks;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Api;

/// <summary>The REST API, the inbound hooks, the health checks and their pages.</summary>
public static class StoreApi
{
    /// <summary>Adds what <see cref="MapStoreApi"/> serves. The store itself (<c>AddStore</c>) is the caller's to add.</summary>
    /// <remarks>The configuration is checked when the host starts; an error names the key.</remarks>
    public static IServiceCollection AddStoreApi(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton<ApiAreas>()
            .AddApiKeys()
            .AddLimits(configuration)
            .AddInboundHooks(configuration)
            .AddPaymentHooks()
            .AddHandlerApi()
            .AddV2()
            .AddTopUps()
            .AddWebhooks()
            .AddHealth()
            .AddDocs();

    /// <summary>Adds what webhooks are sent, for a process that serves no API.</summary>
    public static IServiceCollection AddWebhookBodies(this IServiceCollection services) =>
        services.AddSingleton<IWebhookBodies, EventBodies>();

    /// <summary>Maps <c>/health</c> alone, for a process that serves no API.</summary>
    public static void MapStoreHealth(this WebApplication app) => app.MapHealth();

    /// <summary>
    /// Maps <c>/api/v2</c>, <c>/stubs/handler_api.php</c>, <c>/hooks/sms</c>, <c>/hooks/pay</c>, <c>/health</c>, <c>/docs</c>
    /// and <c>/openapi</c>.
    /// </summary>
    public static void MapStoreApi(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<RequestLimits>();
        app.UseMiddleware<EnvelopeMiddleware>();
        app.UseLimit(limits.PerAddress);
        app.UseMiddleware<ApiKeyMiddleware>();
        app.UseLimit(limits.PerKey);
        app.UseWhen(
            context => context.GetEndpoint()?.Metadata.GetMetadata<AsksForDelivery>() is not null,
            deliveries => deliveries.UseLimit(limits.WebhookTests)
        );

        var v2 = app.MapV2();
        v2.MapWebhooks();
        v2.MapTopUps();
        app.MapHandlerApi();
        app.MapInboundHooks();
        app.MapPaymentHooks();
        app.MapHealth();
        app.MapDocs();
    }
}
