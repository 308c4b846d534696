using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using XthonBot.Api;
using XthonBot.Api.Health;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Jobs;
using XthonBot.Bot.Telegram;
using XthonBot.Core;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Integrations;

namespace XthonBot.Bot.Hosting;

/// <summary>The whole store in one process: composed, then prepared, then run.</summary>
internal sealed partial class StoreApp : IAsyncDisposable
{
    private static readonly TimeSpan PatienceWithServer = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LimitOfDisposal = TimeSpan.FromSeconds(2);
    private readonly WebApplication app;
    private readonly SandboxMode? sandbox;
    private IDisposable? claim;

    private StoreApp(WebApplication app, SandboxMode? sandbox) => (this.app, this.sandbox) = (app, sandbox);

    public IServiceProvider Services => app.Services;

    /// <summary>Where it listens, once started.</summary>
    public string Url => Services.GetRequiredService<StoreAddress>().Bound;

    /// <param name="toRun">False for the verbs, which need the database alone.</param>
    /// <exception cref="ConfigurationException">A key is missing or wrong.</exception>
    /// <exception cref="OptionsValidationException">The same, by the check of its options.</exception>
    public static async Task<StoreApp> CreateAsync(
        string[] args,
        bool toRun,
        Action<IServiceCollection>? replace = null,
        CancellationToken ct = default
    )
    {
        _ = Task.Run(WarmUp.Run, ct);

        var builder = CreateBuilder(args);
        var configuration = builder.Configuration;
        ProcessSettings.CheckUrls(configuration);
        SandboxMode? sandbox = null;
        if (SandboxMode.Applies(configuration, builder.Environment))
        {
            SandboxMode.UseDatabase(configuration);
            sandbox = toRun ? await SandboxMode.StartAsync(configuration, ct) : null;
        }

        try
        {
            builder.AddStoreLogging();
            var (provider, connectionString) = DatabaseOptions.Read(configuration);
            builder.Services.AddStore(configuration, provider, connectionString);
            builder.Services.AddIntegrations();
            builder.Services.AddProtection(provider, connectionString);
            var roles = ProcessSettings.Roles(configuration);
            builder.Services.AddStoreApi(configuration).AddTelegramOptions(configuration, isUsed: toRun);
            if (toRun)
                AddRoles(builder, roles, provider, connectionString);
            else
                builder.Services.AddWebhookBodies().AddSingleton<INotificationChannel, NoChannel>();
            replace?.Invoke(builder.Services);

            var app = builder.Build();
            // Now rather than at the start, where the host would bury the key's name in a stack trace.
            app.Services.GetService<IStartupValidator>()?.Validate();
            if (toRun)
                Map(app, roles);
            return new StoreApp(app, sandbox);
        }
        catch
        {
            if (sandbox is not null)
                await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the database up to date and starts listening.</summary>
    /// <exception cref="IOException">Another process runs on the same file.</exception>
    public async Task StartAsync(CancellationToken ct = default)
    {
        claim = Services.GetRequiredService<DatabaseFile>().Claim();
        await PrepareAsync(ct);
        await Services.GetRequiredService<RecoverAbandonedWorkHandler>().HandleAsync(ct);
        if (sandbox is not null)
            await SandboxMode.SeedAsync(Services, ct);
        await ListenAsync(ct);
        sandbox?.Greet(Url);
        // Memory of composing and seeding is given back now: an idle store may not allocate for hours.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    // Beside the executable, whatever the working directory: that is where appsettings.json is.
    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        }
        catch (InvalidDataException e)
        {
            throw new ConfigurationException($"{e.Message} {e.InnerException?.Message}", e);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException($"The arguments cannot be read: {e.Message} A key is --Orders:Lifetime=00:20:00.", e);
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception e)
            when (e is SocketException || e.Source?.StartsWith("Microsoft.AspNetCore.Server", StringComparison.Ordinal) == true)
        {
            var urls = Setting.Quoted(app.Configuration["Urls"] ?? "");
            throw new ConfigurationException($"Urls is {urls}, where the store cannot listen: {e.Message}", e);
        }
    }

    // A server that starts at the same time as the store may need a moment longer.
    private async Task PrepareAsync(CancellationToken ct)
    {
        var time = Services.GetRequiredService<TimeProvider>();
        var began = time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await Services.GetRequiredService<DatabaseFile>().MigrateAsync(ct);
                // A store that cannot encrypt fails now, and not at the first message of a gateway. It makes the key where there is none.
                Services.GetRequiredService<TextProtector>().Protect("");
                await Services.GetRequiredService<ProtectOldTextsHandler>().HandleAsync(ct);
                return;
            }
            catch (Exception e) when (e.IsServerAway() && time.GetElapsedTime(began) < PatienceWithServer)
            {
                if (isFirst)
                    LogWaiting(Services.GetRequiredService<ILogger<StoreApp>>(), e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, ct);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database does not answer yet ({Reason}); waiting up to half a minute")]
    private static partial void LogWaiting(ILogger log, string reason);

    /// <summary>Stops taking work and finishes what was accepted.</summary>
    public Task StopAsync() => app.StopAsync();

    public async Task RunAsync()
    {
        await StartAsync();
        await app.WaitForShutdownAsync();
    }

    public async ValueTask DisposeAsync()
    {
        var time = Services.GetRequiredService<TimeProvider>();
        try
        {
            // On a thread of its own: what waits there may block it.
            await Task.Run(async () => await app.DisposeAsync()).WaitAsync(LimitOfDisposal, time);
        }
        catch (TimeoutException)
        {
            // All has been stopped; the schedule still waits for a database that is away, and the end of the process ends that too.
        }

        claim?.Dispose();
        if (sandbox is not null)
            await sandbox.DisposeAsync();
    }

    private static void Map(WebApplication app, IReadOnlyList<string> roles)
    {
        // A reverse proxy on this machine tells whom it speaks for; the limits for an address rely on it.
        app.UseForwardedHeaders(
            new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto }
        );
        if (roles.Contains("Api", StringComparer.OrdinalIgnoreCase))
            app.MapStoreApi();
        else
            app.MapStoreHealth();
        if (
            roles.Contains("Bot", StringComparer.OrdinalIgnoreCase)
            && app.Services.GetRequiredService<IOptions<TelegramOptions>>().Value.Mode == UpdateMode.Webhook
        )
            app.MapPost(Webhook.Path, (HttpContext context, Webhook webhook) => webhook.HandleAsync(context))
                .WithMetadata(new Webhook.BodyLimit())
                .ExcludeFromDescription();
    }

    private static void AddRoles(
        WebApplicationBuilder builder,
        IReadOnlyList<string> roles,
        DatabaseProvider provider,
        string connectionString
    )
    {
        builder.Services.AddTelegram().AddChat();
        builder.Services.AddSingleton<SeedBalance>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        // They stop in the reverse order, after the server: what brings work in, then the sweeps, then the delivery of what came of it.
        builder.Services.AddHostedService<HeartbeatService>();
        builder.Services.AddOutboxWakeup(provider, connectionString);
        builder.Services.AddHostedService<ConditionWatch>();
        if (Has("Jobs"))
            builder.Services.AddJobs(provider, connectionString);
        if (Has("Api"))
            builder.Services.AddHostedService<KeyUsageWriter>();
        if (Has("Bot"))
            builder.Services.AddUpdates();

        bool Has(string role) => roles.Contains(role, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>For the verbs: nothing is told by them.</summary>
    private sealed class NoChannel : INotificationChannel
    {
        public Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken ct) =>
            Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Later());
    }
}
