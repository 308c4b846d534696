using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Core.Tests.Webhooks;

/// <summary>Making webhooks, and whose they are.</summary>
public sealed class WebhookFacts : IAsyncLifetime
{
    private TestStore store = null!;
    private CustomerProfile ann = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.StartAsync(("Webhooks:AllowedHosts", "hooks.lan, [::1]"));
        ann = await store.CustomerAsync();
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData("https://example.com/a?b=c", "https://example.com/a?b=c")]
    [InlineData("  HTTPS://Example.COM:443  ", "https://example.com/")]
    [InlineData("https://example.com:8443/ä#part", "https://example.com:8443/%C3%A4")]
    [InlineData("http://hooks.lan/x", "http://hooks.lan/x")]
    [InlineData("http://[::1]:5000/", "http://[::1]:5000/")]
    public async Task An_address_is_kept_in_its_normal_form(string url, string kept) =>
        Assert.Equal(kept, (await MakeAsync(url)).Value.Webhook.Url);

    [Theory]
    [InlineData(null, "not-a-webhook-url")]
    [InlineData("", "not-a-webhook-url")]
    [InlineData("example.com", "not-a-webhook-url")]
    [InlineData("/path", "not-a-webhook-url")]
    [InlineData("https://", "not-a-webhook-url")]
    [InlineData("https://user:word@example.com/", "not-a-webhook-url")]
    [InlineData("http://example.com/", "needs-https")]
    [InlineData("http://xhooks.lan/", "needs-https")]
    [InlineData("ftp://hooks.lan/", "needs-https")]
    [InlineData("file:///etc/passwd", "not-a-webhook-url")]
    public async Task Any_other_is_refused(string? url, string reason) =>
        Assert.Equal(reason, Assert.IsType<Error.Invalid>((await MakeAsync(url)).Error).Reason);

    [Fact]
    public async Task An_address_that_is_too_long_is_refused() =>
        Assert.IsType<Error.Invalid>((await MakeAsync("https://example.com/" + new string('x', 2000))).Error);

    [Fact]
    public async Task A_customer_has_five_at_most_also_when_many_are_made_at_once()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => MakeAsync("https://example.com/")));

        Assert.Equal(5, made.Count(m => m.IsOk));
        Assert.All(made.Where(m => !m.IsOk), m => Assert.Equal(new Error.TooManyWebhooks(5), m.Error));
        Assert.Equal(5, made.Where(m => m.IsOk).Select(m => m.Value.Secret).Distinct().Count());
        _ = (await store.Get<RemoveWebhookHandler>().HandleAsync(ann.Id, made.First(m => m.IsOk).Value.Webhook.Id, Ct)).Value;
        Assert.True((await MakeAsync("https://example.com/")).IsOk);
    }

    [Fact]
    public async Task A_request_that_is_handled_again_makes_one()
    {
        var command = new MakeWebhook(ann.Id, "https://example.com/", Request: "update:1");
        Assert.True((await store.Get<MakeWebhookHandler>().HandleAsync(command, Ct)).IsOk);

        Assert.IsType<Error.AlreadyDone>((await store.Get<MakeWebhookHandler>().HandleAsync(command, Ct)).Error);
    }

    [Fact]
    public async Task Nobody_reaches_the_webhook_of_somebody_else()
    {
        var webhook = (await MakeAsync("https://example.com/")).Value.Webhook.Id;
        var bob = (await store.CustomerAsync()).Id;

        Assert.Empty(await store.Get<ReadWebhooksHandler>().HandleAsync(bob, Ct));
        Assert.IsType<Error.NotFound>((await store.Get<ReadWebhooksHandler>().HandleAsync(bob, webhook, Ct)).Error);
        Assert.IsType<Error.NotFound>(
            (await store.Get<ChangeWebhookHandler>().HandleAsync(new ChangeWebhook(bob, webhook, IsOn: false), Ct)).Error
        );
        Assert.IsType<Error.NotFound>((await store.Get<RotateSecretHandler>().HandleAsync(bob, webhook, null, Ct)).Error);
        Assert.IsType<Error.NotFound>((await store.Get<TestWebhookHandler>().HandleAsync(bob, webhook, Ct)).Error);
        Assert.IsType<Error.NotFound>((await store.Get<ReadDeliveriesHandler>().HandleAsync(bob, webhook, 50, null, Ct)).Error);
        Assert.IsType<Error.NotFound>((await store.Get<RemoveWebhookHandler>().HandleAsync(bob, webhook, Ct)).Error);
        Assert.Single(await store.Get<ReadWebhooksHandler>().HandleAsync(ann.Id, Ct));
    }

    [Fact]
    public async Task What_is_changed_is_changed_and_the_rest_stays()
    {
        var made = (await MakeAsync("https://example.com/")).Value.Webhook;

        var changed = (
            await store
                .Get<ChangeWebhookHandler>()
                .HandleAsync(new ChangeWebhook(ann.Id, made.Id, "https://example.org/", WebhookEvents.Message, new Money(500)), Ct)
        ).Value;
        Assert.Equal(made with { Url = "https://example.org/", Events = WebhookEvents.Message, BalanceBelow = new Money(500) }, changed);
        changed = (
            await store.Get<ChangeWebhookHandler>().HandleAsync(new ChangeWebhook(ann.Id, made.Id, BalanceBelow: Money.Zero), Ct)
        ).Value;
        Assert.Equal(made with { Url = "https://example.org/", Events = WebhookEvents.Message }, changed);
        Assert.IsType<Error.Invalid>(
            (await store.Get<ChangeWebhookHandler>().HandleAsync(new ChangeWebhook(ann.Id, made.Id, "http://example.org/"), Ct)).Error
        );
    }

    private Task<Result<MadeWebhook>> MakeAsync(string? url) =>
        store.Get<MakeWebhookHandler>().HandleAsync(new MakeWebhook(ann.Id, url), Ct);
}
