using System.Net;
using System.Text;
using System.Text.Json;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Reactions.Webhooks;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Webhooks;

/// <summary>Webhooks by the API, from the first request to what the customer's server gets.</summary>
public sealed class WebhookApiFacts : IAsyncLifetime
{
    private static readonly string[] Chosen = ["transaction.succeeded", "balance.low"];
    private ApiHost api = null!;
    private HookReceiver receiver = null!;
    private CustomerProfile ann = null!;
    private string key = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await HookReceiver.StartAsync();
        api = await ApiHost.StartAsync(HookReceiver.Allowed, ("RateLimit:WebhookTests", "0"));
        ann = await api.Store.CustomerAsync("5.00");
        key = await api.KeyAsync(ann);
    }

    public async ValueTask DisposeAsync()
    {
        Assert.DoesNotContain(
            api.Logs.Lines,
            line =>
                line.Contains("token", StringComparison.Ordinal)
                || line.Contains("54321", StringComparison.Ordinal)
                || line.Contains("whsec_", StringComparison.Ordinal)
        );
        await api.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_webhook_is_made_listed_changed_and_removed_and_its_secret_is_shown_once()
    {
        var made = await MakeAsync(
            new
            {
                url = receiver.Url,
                events = Chosen,
                balance_below = "2.5",
                unknown = (string?)null,
            }
        );
        var webhook = made.GetProperty("webhook");
        var id = webhook.GetProperty("id").GetString()!;
        Assert.Matches("^wh_[0-9a-f]{32}$", id);
        Assert.Equal(32, Convert.FromBase64String(made.GetProperty("secret").GetString()!["whsec_".Length..]).Length);
        Assert.Equal(
            $$"""{"id":"{{id}}","url":"{{receiver.Url}}","events":["transaction.succeeded","balance.low"],"balance_below":"2.50","enabled":true,"disabled_reason":null,"failing_since":null,"old_secret_until":null,"created_at":"2026-11-22T10:00:00Z"}""",
            webhook.GetRawText()
        );

        Assert.Equal($"[{webhook.GetRawText()}]", (await api.GetAsync("webhooks", key)).Data.GetRawText());
        Assert.Equal(webhook.GetRawText(), (await api.GetAsync($"webhooks/{id}", key)).Data.GetRawText());

        var off = await SendAsync(
            HttpMethod.Patch,
            $"webhooks/{id}",
            """{"enabled":false,"balance_below":"off","events":["transaction.message"]}"""
        );
        Assert.Equal(HttpStatusCode.OK, off.Status);
        Assert.Equal("owner", off.Data.GetProperty("disabled_reason").GetString());
        Assert.Equal(
            (JsonValueKind.Null, "[\"transaction.message\"]"),
            (off.Data.GetProperty("balance_below").ValueKind, off.Data.GetProperty("events").GetRawText())
        );
        EnvelopeAssert.Failed(await api.PostAsync($"webhooks/{id}/test", key), 400, "webhook: is switched off");

        Assert.Equal(id, (await api.SendAsync(HttpMethod.Delete, $"webhooks/{id}", key)).Data.GetProperty("removed").GetString());
        EnvelopeAssert.Failed(await api.SendAsync(HttpMethod.Delete, $"webhooks/{id}", key), 404, "Not found: no such webhook");
        Assert.Equal("[]", (await api.GetAsync("webhooks", key)).Data.GetRawText());
    }

    [Theory]
    [InlineData("", "the body must be a JSON object")]
    [InlineData("null", "the body must be a JSON object")]
    [InlineData("[]", "the body must be a JSON object")]
    [InlineData("""{"url":1}""", "the body must be a JSON object")]
    [InlineData("{}", "url: must be a URL of at most 2000 characters, without a username or password")]
    [InlineData("""{"url":"http://example.com/"}""", "url: must begin with https://")]
    [InlineData("""{"url":"https://example.com/","events":[]}""", "events: must be a list of names of events")]
    [InlineData("""{"url":"https://example.com/","events":["test"]}""", "events: must be a list of names of events")]
    [InlineData("""{"url":"https://example.com/","events":[null]}""", "events: must be a list of names of events")]
    [InlineData("""{"url":"https://example.com/","balance_below":5}""", "balance_below: must be a text with an amount, like \"1.20\"")]
    [InlineData("""{"url":"https://example.com/","balance_below":"-1"}""", "balance_below: must be a text with an amount, like \"1.20\"")]
    public async Task A_body_that_is_not_one_is_400_and_says_why(string body, string message) =>
        EnvelopeAssert.Failed(await SendAsync(HttpMethod.Post, "webhooks", body), 400, message);

    [Theory]
    [InlineData("""{"url":"https://example.com/","event":["test"]}""", "event", false)]
    [InlineData("""{"url":"https://example.com/","secret":"whsec_mine"}""", "secret", false)]
    [InlineData("""{"url":"https://example.com/","balanceBelow":"5.00"}""", "balanceBelow", false)]
    [InlineData("""{"url":"https://example.com/","enabled":false}""", "enabled", false)]
    [InlineData("""{"url":"https://example.com/","Enabled":true}""", "enabled", false)]
    [InlineData("""{"active":false}""", "active", true)]
    [InlineData("""{"balance-below":"off"}""", "balance-below", true)]
    [InlineData("""{"enabled":false,"":0}""", "", true)]
    public async Task Bug_a_field_that_was_not_understood_was_passed_over(string body, string name, bool isChange)
    {
        var path = isChange
            ? $"webhooks/{(await MakeAsync(new { url = receiver.Url })).GetProperty("webhook").GetProperty("id").GetString()}"
            : "webhooks";
        var before = (await api.GetAsync("webhooks", key)).Body;
        EnvelopeAssert.Failed(
            await SendAsync(isChange ? HttpMethod.Patch : HttpMethod.Post, path, body),
            400,
            $"{name} is not understood; this request takes url, events, balance_below{(isChange ? ", enabled" : "")}"
        );
        Assert.Equal(before, (await api.GetAsync("webhooks", key)).Body);
    }

    [Theory]
    [InlineData("""{"url":"https://example.com/a","url":"https://example.com/b"}""")]
    [InlineData("""{"url":"https://example.com/a","URL":"https://example.com/b"}""")]
    [InlineData("""{"url":"https://example.com/a","events":["transaction.succeeded"],"events":null}""")]
    public async Task Bug_of_a_field_that_was_given_twice_the_last_won(string body) =>
        EnvelopeAssert.Failed(await SendAsync(HttpMethod.Post, "webhooks", body), 400, "the body must be a JSON object");

    [Theory]
    [InlineData("""{"enabled":false}""", "5.00")]
    [InlineData("""{"url":null,"events":null,"balance_below":null,"enabled":false}""", "5.00")]
    [InlineData("""{"balance_below":null}""", "5.00")]
    [InlineData("""{"balance_below":"7.5"}""", "7.50")]
    [InlineData("""{"balance_below":"off"}""", null)]
    [InlineData("""{"balance_below":"0.00"}""", null)]
    public async Task Bug_a_null_erases_nothing_and_off_takes_the_threshold_away(string change, string? threshold)
    {
        var id = (
            await MakeAsync(
                new
                {
                    url = receiver.Url,
                    events = Chosen,
                    balance_below = "5.00",
                }
            )
        ).GetProperty("webhook").GetProperty("id").GetString();
        var changed = await SendAsync(HttpMethod.Patch, $"webhooks/{id}", change);
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(
            (threshold, $"{receiver.Url}", 2),
            (
                changed.Data.GetProperty("balance_below").GetString(),
                changed.Data.GetProperty("url").GetString(),
                changed.Data.GetProperty("events").GetArrayLength()
            )
        );
    }

    [Fact]
    public async Task A_body_that_is_a_form_is_415()
    {
        using var form = new StringContent("url=https://example.com/", Encoding.UTF8, "application/x-www-form-urlencoded");

        EnvelopeAssert.Failed(await api.PostAsync("webhooks", key, form), 415, "Unsupported media type");
    }

    [Fact]
    public async Task A_sixth_is_409_and_a_body_that_is_too_large_is_413()
    {
        for (var i = 0; i < 5; i++)
            await MakeAsync(new { url = "https://example.com/" });

        EnvelopeAssert.Failed(
            await SendAsync(HttpMethod.Post, "webhooks", """{"url":"https://example.com/"}"""),
            409,
            "There are 5 webhooks already"
        );
        EnvelopeAssert.Failed(
            await SendAsync(HttpMethod.Post, "webhooks", $$"""{"url":"{{new string('x', 70_000)}}"}"""),
            413,
            "Request body too large"
        );
    }

    [Fact]
    public async Task What_belongs_to_somebody_else_is_not_found()
    {
        var id = (await MakeAsync(new { url = receiver.Url })).GetProperty("webhook").GetProperty("id").GetString();
        var delivery = (await api.PostAsync($"webhooks/{id}/test", key)).Data.GetProperty("id").GetString();
        var other = await api.KeyAsync(await api.Store.CustomerAsync());

        foreach (
            var (method, path) in new[]
            {
                (HttpMethod.Get, $"webhooks/{id}"),
                (HttpMethod.Patch, $"webhooks/{id}"),
                (HttpMethod.Delete, $"webhooks/{id}"),
                (HttpMethod.Post, $"webhooks/{id}/rotate"),
                (HttpMethod.Post, $"webhooks/{id}/test"),
                (HttpMethod.Get, $"webhooks/{id}/deliveries"),
                (HttpMethod.Post, $"webhooks/{id}/deliveries/{delivery}/redeliver"),
            }
        )
        {
            using var body = method == HttpMethod.Patch ? new StringContent("{}", Encoding.UTF8, "application/json") : null;
            EnvelopeAssert.Failed(await api.SendAsync(method, path, other, body), 404, "Not found: no such webhook");
        }

        foreach (var path in (string[])["webhooks/wh_1", "webhooks/x/deliveries"])
            EnvelopeAssert.Failed(await api.GetAsync(path, key), 404, "Not found: no such webhook");
        foreach (var cursor in (string[])["1", $"{id}", $"msg_{new string('0', 32)}"])
            EnvelopeAssert.Failed(
                await api.GetAsync($"webhooks/{id}/deliveries?cursor={cursor}", key),
                400,
                "cursor must be the next of a page of this list"
            );
    }

    [Fact]
    public async Task The_customers_server_gets_what_the_documentation_shows()
    {
        await MakeAsync(new { url = receiver.Url, balance_below = "4.00" });
        var service = await api.Store.ServiceAsync(numbers: 3);
        var order = (await api.Store.BuyAsync(ann, service, channel: OrderChannel.Api)).Value;
        await api.MessageAsync(order.Phone!, "Your code is 54321", "m1", "2026-11-22T09:59:59.5Z");
        await api.MessageAsync(order.Phone!, "Your code is 54321", "m2");
        await api.Store.TellWebhooksAsync();

        var common = $"\"service_id\":\"{service.Id}\"";
        var (success, message) = (
            receiver.Received.Single(r => r.Type == "transaction.succeeded"),
            receiver.Received.Single(r => r.Type == "transaction.message")
        );
        Assert.Equal(
            $$"""{"type":"transaction.succeeded","timestamp":"2026-11-22T10:00:00Z","data":{{(await api.GetAsync($"transactions/{order.Id}", key)).Data.GetRawText()}}}""",
            Encoding.UTF8.GetString(success.Body)
        );
        Assert.Equal(
            $$"""{"type":"transaction.message","timestamp":"2026-11-22T10:00:00Z","data":{"id":"{{order.Id}}","number":"{{order.Phone}}","code":"54321","service":"USA Telegram",{{common}},"from":"Telegram","text":"Your code is 54321","received_at":"2026-11-22T10:00:00Z"}"""
                + "}",
            Encoding.UTF8.GetString(message.Body)
        );
        Assert.Equal("application/json", success.Headers["content-type"]);

        await api.Store.RefundAsync(order);
        await api.PostAsync($"transactions/{(await api.Store.BuyAsync(ann, service)).Value.Id}/cancel", key);
        await api.Store.BuyAsync(ann, service);
        await api.Store.Get<WatchBalancesHandler>().HandleAsync(TestContext.Current.CancellationToken);
        api.Store.Time.Advance(TimeSpan.FromHours(1));
        await api.Store.ExpireAsync();
        await api.Store.TellWebhooksAsync();
        Assert.Equal(
            [
                "balance.low",
                "transaction.canceled",
                "transaction.expired",
                "transaction.message",
                "transaction.refunded",
                "transaction.succeeded",
            ],
            receiver.Received.Select(r => r.Type).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            """{"balance":"3.80","balance_below":"4.00"}""",
            receiver.Received.Single(r => r.Type == "balance.low").Data.GetRawText()
        );
        Assert.Equal("REFUNDED", receiver.Received.Single(r => r.Type == "transaction.refunded").Data.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Deliveries_are_logged_by_pages_and_sent_again()
    {
        var id = (await MakeAsync(new { url = receiver.Url })).GetProperty("webhook").GetProperty("id").GetString();
        receiver.Status = 503;
        for (var i = 0; i < 52; i++)
            await api.PostAsync($"webhooks/{id}/test", key);
        await api.Store.TellWebhooksAsync();

        var page = (await api.GetAsync($"webhooks/{id}/deliveries", key)).Data;
        Assert.Equal(50, page.GetProperty("items").GetArrayLength());
        var newest = page.GetProperty("items")[0];
        Assert.Equal(
            ("test", "pending", 1, 503, "status-503"),
            (
                newest.GetProperty("type").GetString(),
                newest.GetProperty("status").GetString(),
                newest.GetProperty("attempts").GetInt32(),
                newest.GetProperty("last_status").GetInt32(),
                newest.GetProperty("last_error").GetString()
            )
        );
        var last = (await api.GetAsync($"webhooks/{id}/deliveries?cursor={page.GetProperty("next").GetString()}", key)).Data;
        Assert.Equal((2, JsonValueKind.Null), (last.GetProperty("items").GetArrayLength(), last.GetProperty("next").ValueKind));
        Assert.NotEqual(JsonValueKind.Null, (await api.GetAsync($"webhooks/{id}", key)).Data.GetProperty("failing_since").ValueKind);

        receiver.Status = 204;
        var delivery = newest.GetProperty("id").GetString()!;
        Assert.Equal(
            "pending",
            (await api.PostAsync($"webhooks/{id}/deliveries/{delivery}/redeliver", key)).Data.GetProperty("status").GetString()
        );
        await api.Store.TellWebhooksAsync();
        Assert.Equal(
            "delivered",
            (await api.GetAsync($"webhooks/{id}/deliveries", key)).Data.GetProperty("items")[0].GetProperty("status").GetString()
        );
        Assert.Equal(2, receiver.Received.Count(r => r.Headers["webhook-id"] == delivery));
        Assert.Single(
            receiver.Received.Where(r => r.Headers["webhook-id"] == delivery).Select(r => Convert.ToBase64String(r.Body)).Distinct()
        );
    }

    private async Task<JsonElement> MakeAsync(object body)
    {
        var made = await SendAsync(HttpMethod.Post, "webhooks", JsonSerializer.Serialize(body));
        Assert.Equal(HttpStatusCode.OK, made.Status);
        return made.Data;
    }

    private async Task<ApiReply> SendAsync(HttpMethod method, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await api.SendAsync(method, path, key, content);
    }
}
