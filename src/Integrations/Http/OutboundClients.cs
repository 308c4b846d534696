using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace XthonBot.Integrations.Http;

/// <summary>
/// Makes every client. How long an answer may take is each request's own; what is logged is the caller's, who knows what is secret.
/// </summary>
internal static class OutboundClients
{
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>A client for addresses that others wrote down.</summary>
    /// <param name="allowedHosts">Those that may be anywhere, by their exact names.</param>
    public static IHttpClientBuilder AddGuardedClient<TOptions>(
        this IServiceCollection services,
        string name,
        Func<TOptions, IEnumerable<string>> allowedHosts
    )
        where TOptions : class
    {
        services.TryAddSingleton<ResolveHost>(_ => Dns.GetHostAddressesAsync);
        return services.AddClient(
            name,
            built =>
                new OutboundGuard(
                    allowedHosts(built.GetRequiredService<IOptions<TOptions>>().Value),
                    built.GetRequiredService<ResolveHost>()
                ).CreateHandler()
        );
    }

    /// <summary>A client for addresses that the operator wrote down.</summary>
    /// <param name="connections">How long one is used: not at all where it is zero.</param>
    public static void AddTrustedClient(this IServiceCollection services, string name, TimeSpan connections) =>
        services
            .AddClient(
                name,
                _ => new SocketsHttpHandler
                {
                    // An address that moved is the operator's to correct: the key is not carried elsewhere.
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    UseProxy = false,
                    AutomaticDecompression = DecompressionMethods.All,
                    PooledConnectionLifetime = connections,
                }
            )
            .ConfigureHttpClient(client => client.MaxResponseContentBufferSize = MostBytes)
            // It knows itself how long a connection lives.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);

    private static IHttpClientBuilder AddClient(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, SocketsHttpHandler> handler
    ) =>
        services
            .AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(handler)
            .RemoveAllLoggers();
}
