using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Health;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Health;

public sealed class HealthFacts
{
    [Fact]
    public async Task A_store_that_works_is_live_and_ready()
    {
        await using var api = await ApiHost.StartAsync();

        var (live, ready) = (await api.GetAsync("/health/live"), await api.GetAsync("/health/ready"));

        Assert.Equal((200, """{"ok":true,"checks":[]}"""), ((int)live.Status, live.Body));
        Assert.Equal((200, """{"ok":true,"checks":[{"name":"database","ok":true,"detail":null}]}"""), ((int)ready.Status, ready.Body));
    }

    [Fact]
    public async Task One_check_that_fails_is_503_but_still_live()
    {
        await using var api = await ApiHost.StartAsync(services => services.AddSingleton<IReadinessCheck>(new Telegram(false)));

        var ready = await api.GetAsync("/health/ready");

        Assert.Equal(503, (int)ready.Status);
        Assert.Equal(
            """{"ok":false,"checks":[{"name":"database","ok":true,"detail":null},{"name":"telegram","ok":false,"detail":"silent"}]}""",
            ready.Body
        );
        Assert.Equal(200, (int)(await api.GetAsync("/health/live")).Status);
    }

    [Fact]
    public async Task A_check_that_throws_is_503_and_tells_the_log_alone()
    {
        await using var api = await ApiHost.StartAsync(services => services.AddSingleton<IReadinessCheck>(new Telegram(true)));

        var ready = await api.GetAsync("/health/ready");

        Assert.Equal(503, (int)ready.Status);
        Assert.DoesNotContain("token", ready.Body, StringComparison.Ordinal);
        Assert.Contains(api.Logs.Lines, line => line.Contains("token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_without_its_tables_is_503()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Store.SqlAsync("alter table protection_keys rename to gone");

        Assert.Equal(503, (int)(await api.GetAsync("/health/ready")).Status);
    }

    private sealed class Telegram(bool throws) : IReadinessCheck
    {
        public string Name => "telegram";

        public ValueTask<ReadinessState> CheckAsync(CancellationToken ct) =>
            throws ? throw new InvalidOperationException("bad token") : new(new ReadinessState(false, "silent"));
    }
}
