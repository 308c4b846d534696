using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Core.Reactions.Webhooks;
using XthonBot.Integrations.Http;
using XthonBot.Integrations.Links;
using XthonBot.Integrations.Payments;
using XthonBot.Integrations.Suppliers;
using XthonBot.Integrations.Suppliers.Agents;
using XthonBot.Integrations.Suppliers.Http;
using XthonBot.Integrations.Webhooks;

namespace XthonBot.Integrations;

/// <summary>The outgoing HTTP of the store: suppliers, the links of numbers, customers' webhooks, providers of payments.</summary>
public static class IntegrationServices
{
    /// <summary>
    /// Adds the <see cref="ISupplierClient"/>, the <see cref="ILinkReader"/> and the <see cref="IWebhookSender"/> that the store asks for,
    /// and the providers of its ways to pay. The caller adds the bodies of webhooks (<see cref="IWebhookBodies"/>).
    /// </summary>
    public static IServiceCollection AddIntegrations(this IServiceCollection services) =>
        services.AddSuppliers().AddLinks().AddWebhookSender().AddPaymentProviders();

    /// <summary>Adds the far end of the suppliers that the configuration names.</summary>
    public static IServiceCollection AddSuppliers(this IServiceCollection services) =>
        SupplierHttp
            .Add(services)
            .AddSingleton<Exchange>()
            .AddSingleton<ActivationClient>()
            .AddSingleton<AgentClient>()
            .AddSingleton<ISupplierClient, SupplierClients>();

    internal static IServiceCollection AddLinks(this IServiceCollection services)
    {
        services.AddSingleton<ILinkReader, LinkReader>();
        services.AddGuardedClient<LinkOptions>(LinkReader.Client, options => options.AllowedHosts).AddLinkResilience();
        return services;
    }

    internal static IServiceCollection AddWebhookSender(this IServiceCollection services)
    {
        services.AddSingleton<IWebhookSender, WebhookSender>();
        // Failed requests are tried again by the store, which knows when.
        services.AddGuardedClient<WebhookOptions>(WebhookSender.Client, options => options.AllowedHosts);
        return services;
    }
}
