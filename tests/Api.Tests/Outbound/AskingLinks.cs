using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Messages;
using XthonBot.Integrations;
using XthonBot.Integrations.Http;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Outbound;

/// <summary>Asking links that mean no good, over real connections to loopback, which the tests allow by name where they need it.</summary>
public abstract class AskingLinks : IAsyncDisposable
{
    protected const int MaxBytes = 4_096;
    private readonly LogBook logs = new();
    private readonly List<ServiceProvider> built = [];

    internal RawServer Server { get; } = new();

    protected FakeTimeProvider Clock { get; } = new();

    /// <summary>What each name resolves to, one after the other; the last address stays.</summary>
    protected Dictionary<string, Queue<string>> Names { get; } = new() { ["localhost"] = new(["127.0.0.1"]) };

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var services in built)
            await services.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.DoesNotContain(
            logs.Lines,
            line => line.Contains("secret", StringComparison.Ordinal) || line.Contains("54321", StringComparison.Ordinal)
        );
    }

    internal ILinkReader Reader(params string[] allowed) => Reader(_ => { }, allowed);

    internal ILinkReader Reader(Action<IServiceCollection> replace, string[] allowed)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<ResolveHost>((host, _) => Task.FromResult(Resolve(host)));
        services.Configure<LinkOptions>(options =>
        {
            options.MaxBytes = MaxBytes;
            options.AllowedHosts.AddRange(allowed);
        });
        services.AddLinks();
        replace(services);
        var provider = services.BuildServiceProvider();
        built.Add(provider);
        return provider.GetRequiredService<ILinkReader>();
    }

    private IPAddress[] Resolve(string host)
    {
        var addresses = Names[host.ToLowerInvariant()];
        return addresses.Count == 0 ? [] : [IPAddress.Parse(addresses.Count == 1 ? addresses.Peek() : addresses.Dequeue())];
    }

    protected async Task<string> ShownAsync(ILinkReader reader, Uri link)
    {
        var reading = await AskAsync(reader, link);
        return reading is LinkReading.Shown shown ? shown.Body : throw new InvalidOperationException($"{reading}");
    }

    protected async Task<string> FailedAsync(ILinkReader reader, Uri link) =>
        Assert.IsType<LinkReading.Failed>(await AskAsync(reader, link)).Reason;

    // The clock stands still: what the retry waits for has to be moved on.
    private async Task<LinkReading> AskAsync(ILinkReader reader, Uri link)
    {
        var asking = reader.ReadAsync(link, Ct);
        while (await Task.WhenAny(asking, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Ct)) != asking)
            Clock.Advance(TimeSpan.FromMilliseconds(200));
        return await asking;
    }
}
