using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using XthonBot.Sandbox.Control;
using XthonBot.Sandbox.Methods;
using XthonBot.Sandbox.Page;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Hosting;

/// <summary>
/// A Telegram Bot API server on loopback, with people to play and a page to play them on (<c>/sandbox</c>).
/// A bot reaches it by its URL in place of https://api.telegram.org. It remembers in memory alone.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    /// <summary>Telegram's limit of an upload, and a little for the rest of the form.</summary>
    private const long LargestBody = 52L * 1024 * 1024;

    private readonly WebApplication app;
    private readonly World world;

    private SandboxServer(WebApplication app, World world)
    {
        this.app = app;
        this.world = world;
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
    }

    /// <summary>Where it listens, with the real port. The page is at <c>/sandbox</c>.</summary>
    public Uri Url { get; }

    /// <summary>The chats themselves, for a load generator in this process: people who type and tap without HTTP.</summary>
    internal World World => world;

    /// <summary>The store's inbound hook for text messages from the gateway panel. Null until the store listens.</summary>
    /// <exception cref="ArgumentException">Set to something that is not on loopback.</exception>
    public Uri? HookUrl
    {
        get => world.Gateway.HookUrl;
        set => world.Gateway.HookUrl = value;
    }

    /// <summary>
    /// The address of the store that the names of its ways to pay follow, such as <c>http://127.0.0.1:5080/hooks/pay</c>: the cash desk's
    /// webhooks go there. Null until the store listens.
    /// </summary>
    /// <exception cref="ArgumentException">Set to something that is not on loopback.</exception>
    public Uri? PayHookUrl
    {
        get => world.Hooks.Root;
        set => world.Hooks.Root = value;
    }

    /// <summary>Base URL of the store's REST API, a hint on the page.</summary>
    public Uri? StoreUrl
    {
        get => world.StoreUrl;
        set => world.StoreUrl = value;
    }

    /// <summary>Starts listening. The caller disposes the server.</summary>
    /// <exception cref="ArgumentException">An option is not allowed; the message names it.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var endpoint = options.Endpoint();
        var world = new World(options);
        try
        {
            // The empty builder reads neither appsettings.json nor the environment: those belong to the store.
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder
                .WebHost.UseKestrelCore()
                .ConfigureKestrel(kestrel =>
                {
                    kestrel.AddServerHeader = false;
                    kestrel.Limits.MaxRequestBodySize = LargestBody;
                    kestrel.Listen(endpoint);
                });
            builder.Services.AddRoutingCore();
            builder.Services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
            builder.Services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = LargestBody);
            builder.Services.AddSingleton<IHostLifetime, GuestLifetime>();
            // Long polls must not hold up the end.
            builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));

            var app = builder.Build();
            app.Use(next => http => Gate.PassAsync(http, next));
            var dispatcher = new Dispatcher(world);
            app.Use(next => http => BotApi(dispatcher, http) ?? next(http));
            app.UseRouting();
            app.MapControl(world);
            app.MapDesk(world);
            app.MapPage();
            await app.StartAsync(ct);
            var server = new SandboxServer(app, world);
            world.Providers.Root = server.Url;
            return server;
        }
        catch
        {
            world.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        world.Dispose();
    }

    /// <summary>A guest in the store's process: signals belong to the host. The default would swallow SIGTERM.</summary>
    private sealed class GuestLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>The bot's calls go past the routing: they are the hot path, and a token may hold any character.</summary>
    private static Task? BotApi(Dispatcher dispatcher, HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        const string Call = "/bot",
            File = "/file/bot";
        if (path.StartsWith(Call, StringComparison.Ordinal))
            return path.IndexOf('/', Call.Length) is var slash and > 0
                ? dispatcher.HandleAsync(http, path[Call.Length..slash], path[(slash + 1)..])
                : dispatcher.HandleAsync(http, path[Call.Length..], "");
        if (path.StartsWith(File, StringComparison.Ordinal) && path.IndexOf('/', File.Length) is var end and > 0)
            return dispatcher.DownloadAsync(http, path[File.Length..end], path[(end + 1)..]);
        return null;
    }
}
