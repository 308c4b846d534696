using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Reactions.Webhooks;
using XthonBot.Integrations.Http;

namespace XthonBot.Integrations.Webhooks;

/// <summary>
/// Posts what happened, signed by the Standard Webhooks scheme. Redirects are not followed, and what is answered is not read.
/// </summary>
internal sealed class WebhookSender(IHttpClientFactory clients, IWebhookBodies bodies, IOptions<WebhookOptions> options, TimeProvider time)
    : IWebhookSender
{
    public const string Client = "webhooks";

    public async Task<WebhookAnswer> SendAsync(WebhookCall call, CancellationToken ct)
    {
        using var deadline = new Deadline(options.Value.Timeout, time, ct);
        try
        {
            OutboundGuard.Check(call.Url);
            using var client = clients.CreateClient(Client);
            using var request = Sign(call, bodies.Render(call), time.GetUtcNow());
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return new WebhookAnswer((int)response.StatusCode, response.IsSuccessStatusCode ? null : $"status-{(int)response.StatusCode}");
        }
        catch (Exception e) when (OutboundFailure.ReasonOf(e, ct) is { } reason)
        {
            return new WebhookAnswer(null, reason);
        }
    }

    private static HttpRequestMessage Sign(WebhookCall call, byte[] body, DateTimeOffset now)
    {
        var id = call.Id.ToString();
        // The time of this try, so that a late one is not taken for one that somebody recorded.
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signatures = call.Secrets.Select(secret =>
            StandardWebhookSignature.TryReadSecret(secret, out var key)
                ? StandardWebhookSignature.Sign(key, id, timestamp, body)
                : throw new InvalidOperationException("A webhook's secret is none.")
        );
        var request = new HttpRequestMessage(HttpMethod.Post, call.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", string.Join(' ', signatures));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("XthonBot", "2"));
        return request;
    }
}
