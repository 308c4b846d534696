using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Api.Tests.Outbound;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Reactions.Webhooks;
using XthonBot.Integrations;
using XthonBot.Integrations.Http;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Webhooks;

/// <summary>Where the store goes for its customers, and where not.</summary>
public sealed class WebhookSenderFacts : IAsyncDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly RawServer server = new();
    private readonly LogBook logs = new();
    private readonly FakeTimeProvider clock = new();
    private readonly List<ServiceProvider> built = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var services in built)
            await services.DisposeAsync();
        await server.DisposeAsync();
        Assert.DoesNotContain(logs.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://inside.example/")]
    public async Task An_address_that_is_not_public_is_not_connected_to(string url) =>
        Assert.Equal(new WebhookAnswer(null, "private-address"), await SendAsync(new Uri(url)));

    [Fact]
    public async Task A_host_is_allowed_by_its_name_alone()
    {
        server.Text("/", "");

        Assert.Equal("private-address", (await SendAsync(server.Url("/"), "localhost")).Error);
        Assert.True((await SendAsync(server.Url("/"), "127.0.0.1")).IsDelivered);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_a_failure_and_not_followed(int status)
    {
        server.Redirect("/", "/inside", status);
        server.Text("/inside", "");

        Assert.Equal(new WebhookAnswer(status, $"status-{status}"), await SendAsync(server.Url("/"), "127.0.0.1"));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(410)]
    [InlineData(500)]
    public async Task An_error_is_a_failure(int status)
    {
        server.Answer("/", $"HTTP/1.1 {status} No\nContent-Length: 0\nConnection: close");

        var answer = await SendAsync(server.Url("/"), "127.0.0.1");
        Assert.Equal((status, $"status-{status}", status == 410), (answer.Status, answer.Error, answer.IsGone));
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_not_read()
    {
        server.Answer(
            "/",
            async (stream, ct) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), ct);
                while (true)
                    await stream.WriteAsync(new byte[16 * 1024], ct);
            }
        );

        Assert.True((await SendAsync(server.Url("/"), "127.0.0.1")).IsDelivered);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_when_the_time_is_over()
    {
        var reached = new TaskCompletionSource();
        server.Answer(
            "/",
            async (_, ct) =>
            {
                reached.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            }
        );

        var sending = SendAsync(server.Url("/"), "127.0.0.1");
        await reached.Task.WaitAsync(Patience.Limit, TimeProvider.System, Ct);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(new WebhookAnswer(null, "timeout"), await sending.WaitAsync(Patience.Limit, TimeProvider.System, Ct));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure()
    {
        var gone = new RawServer();
        var url = gone.Url("/?token=secret");
        await gone.DisposeAsync();

        Assert.Equal(new WebhookAnswer(null, "ConnectionError"), await SendAsync(url, "127.0.0.1"));
    }

    private Task<WebhookAnswer> SendAsync(Uri url, params string[] allowed)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<ResolveHost>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("10.1.2.3")]));
        services.Configure<WebhookOptions>(options => options.AllowedHosts.AddRange(allowed));
        services.AddWebhookSender().AddWebhookBodies();
        var provider = services.BuildServiceProvider();
        built.Add(provider);
        var call = new WebhookCall(
            url,
            [Secret],
            new WebhookMessageId(Guid.Empty),
            WebhookEvents.Test,
            clock.GetUtcNow().UtcDateTime,
            null,
            null,
            null
        );
        return provider.GetRequiredService<IWebhookSender>().SendAsync(call, Ct);
    }
}
