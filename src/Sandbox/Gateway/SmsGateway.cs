using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Gateway;

/// <summary>Plays the one who receives text messages: posts them to the store's inbound hook, signed by the Standard Webhooks scheme
/// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).</summary>
internal sealed class SmsGateway(HttpClient http, TimeProvider time)
{
    private Uri? hookUrl;
    private byte[] secret = [];

    /// <exception cref="ArgumentException">Not a loopback address.</exception>
    public Uri? HookUrl
    {
        get => Volatile.Read(ref hookUrl);
        set =>
            Volatile.Write(
                ref hookUrl,
                value is null or { IsAbsoluteUri: true, IsLoopback: true }
                    ? value
                    : throw new ArgumentException("HookUrl must be an absolute URL on a loopback address.", nameof(value))
            );
    }

    /// <summary><c>whsec_</c> and base64; kept as bytes and never shown.</summary>
    /// <exception cref="ArgumentException">Not base64.</exception>
    public string? HookSecret
    {
        set
        {
            var text = value ?? "";
            var bytes = new byte[text.Length];
            if (
                !Convert.TryFromBase64String(text.StartsWith("whsec_", StringComparison.Ordinal) ? text[6..] : text, bytes, out var written)
            )
                throw new ArgumentException("HookSecret must be whsec_ and base64.", nameof(value));
            Volatile.Write(ref secret, bytes[..written]);
        }
    }

    public async Task<SmsResult> SendAsync(Sms sms, CancellationToken ct)
    {
        if (HookUrl is not { } target)
            throw Refusal.Conflict("no hook is set; the store is not listening yet");
        var now = time.GetUtcNow();
        var id = sms.Id ?? $"msg_{Guid.CreateVersion7(now):n}";
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = Json.Bytes(
            new
            {
                sms.From,
                sms.To,
                sms.Text,
                sms.ReceivedAt,
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", Sign(Volatile.Read(ref secret), id, timestamp, body));
        try
        {
            using var response = await http.SendAsync(request, ct);
            return new SmsResult(id, (int)response.StatusCode, await response.Content.ReadAsStringAsync(ct), null);
        }
        catch (HttpRequestException error)
        {
            return new SmsResult(id, null, "", error.Message);
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return new SmsResult(id, null, "", "the store did not answer in time");
        }
    }

    private static string Sign(byte[] secret, string id, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed));
    }
}

/// <param name="From">The sender's name or number.</param>
/// <param name="To">The number it arrives on, <c>+15550001</c>.</param>
/// <param name="Id">The <c>webhook-id</c>; a new one where null. The same id again plays a repeated delivery.</param>
internal sealed record Sms(string From, string To, string Text, DateTimeOffset? ReceivedAt = null, string? Id = null);

/// <param name="Status">The store's HTTP status; null where it could not be reached, then <paramref name="Error"/> says why.</param>
internal sealed record SmsResult(string WebhookId, int? Status, string Body, string? Error);
