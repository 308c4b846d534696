using System.Text;
using System.Text.Json.Nodes;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Webhooks;

/// <summary>What the store sends, verified by the npm package <c>standardwebhooks</c> as a customer would.</summary>
public sealed class WebhookSignatureFacts(VendorPackages packages)
{
    [Fact]
    public async Task The_package_takes_what_was_sent_and_nothing_that_was_altered()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var api = await ApiHost.StartAsync(HookReceiver.Allowed);
        var key = await api.KeyAsync(await api.Store.CustomerAsync());
        using var body = new StringContent($$"""{"url":"{{receiver.Url}}"}""", Encoding.UTF8, "application/json");
        var made = (await api.PostAsync("webhooks", key, body)).Data;
        var (id, first) = (made.GetProperty("webhook").GetProperty("id").GetString(), made.GetProperty("secret").GetString()!);
        var second = (await api.PostAsync($"webhooks/{id}/rotate", key)).Data.GetProperty("secret").GetString()!;

        await api.PostAsync($"webhooks/{id}/test", key);
        await api.Store.TellWebhooksAsync();
        var sent = Assert.Single(receiver.Received);

        // Both secrets sign after a rotation; a stranger's does not.
        Assert.Contains("\"type\":\"test\"", await VerifyAsync(first, sent.Headers, sent.Body), StringComparison.Ordinal);
        Assert.Contains("\"type\":\"test\"", await VerifyAsync(second, sent.Headers, sent.Body), StringComparison.Ordinal);
        Assert.Equal("WebhookVerificationError", await VerifyAsync(ApiHost.Secret, sent.Headers, sent.Body));

        for (var at = 0; at < sent.Body.Length; at++)
        {
            var altered = sent.Body.ToArray();
            altered[at] ^= 1;
            Assert.Equal("WebhookVerificationError", await VerifyAsync(second, sent.Headers, altered));
        }

        foreach (var name in (string[])["webhook-id", "webhook-timestamp"])
        {
            var headers = sent.Headers.ToDictionary(
                h => h.Key,
                h => h.Key == name ? h.Value[..^1] + (h.Value[^1] == '0' ? '1' : '0') : h.Value
            );
            Assert.Equal("WebhookVerificationError", await VerifyAsync(second, headers, sent.Body));
        }

        async Task<string> VerifyAsync(string secret, IReadOnlyDictionary<string, string> headers, byte[] bytes) =>
            await packages.AskAsync<string>(
                "webhook.verify",
                new JsonObject
                {
                    ["secret"] = secret,
                    ["headers"] = new JsonObject(headers.Select(h => KeyValuePair.Create(h.Key, (JsonNode?)h.Value))),
                    ["body"] = Convert.ToBase64String(bytes),
                    ["now"] = api.Store.Time.GetUtcNow().ToUnixTimeSeconds(),
                }
            );
    }
}
