using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.Generic;

/// <summary>The words between the store and an operator's own page, as <c>docs/operate/payments.md</c> writes them down.</summary>
internal static class GenericMessage
{
    private const string IdHeader = "webhook-id";
    private const string TimestampHeader = "webhook-timestamp";
    private const string SignatureHeader = "webhook-signature";
    private const int MostRemark = 200;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <exception cref="PaymentRefusedException">The secret is none.</exception>
    public static byte[] Key(PaymentWay way) =>
        StandardWebhookSignature.TryReadSecret(way.Options.Secret, out var key)
            ? key
            : throw new PaymentRefusedException("the secret is none", nameof(PaymentWayOptions.Secret));

    public static void Sign(HttpRequestMessage request, byte[] key, byte[] body, DateTimeOffset now)
    {
        var id = new WebhookMessageId(Guid.CreateVersion7(now)).ToString();
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add(IdHeader, id);
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(SignatureHeader, StandardWebhookSignature.Sign(key, id, timestamp, body));
    }

    /// <returns>Null where it is signed and recent, else what is wrong.</returns>
    public static string? ProblemWith(PaymentWay way, HookRequest request, DateTimeOffset now)
    {
        if (
            !request.Headers.TryGetValue(IdHeader, out var id)
            || !request.Headers.TryGetValue(TimestampHeader, out var timestamp)
            || !request.Headers.TryGetValue(SignatureHeader, out var signatures)
        )
            return "no signature";
        if (!StandardWebhookSignature.TryReadSecret(way.Options.Secret, out var key))
            return "the way has no secret";
        if (!StandardWebhookSignature.IsSigned(key, id, timestamp, request.Body.Span, signatures))
            return "the signature is of another secret or another request";
        return
            long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && Math.Abs(now.ToUnixTimeSeconds() - at) <= Tolerance.TotalSeconds
            ? null
            : "the time is not now";
    }

    /// <summary>A customer without their name: the same person is the same word, for this secret alone.</summary>
    public static string Customer(byte[] key, long payer) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"customer:{payer}"))).AsSpan(0, 16)
        );

    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads a payment as the page tells it. A request of the store's own, which somebody sends back to it, has no state and is none.
    /// </summary>
    /// <returns>Null for what is none, or not wholly in these words: nothing of it is believed.</returns>
    public static PaymentNews? Read(JsonElement json)
    {
        if (!PaymentId.TryParse(Loose.Text(json, "id"), out var id) || StateOf(Loose.Text(json, "state")) is not { } state)
            return null;
        var received = Charge.Read(Loose.Text(json, "received"), Loose.Text(json, "currency"));
        if (received is null && Loose.Field(json, "received") is not null)
            return null;
        // The store's own id is the only name of the payment, on both sides.
        return new PaymentNews(id.ToString(), id, state, received)
        {
            At = PaymentAnswer.Time(json, "at"),
            Remark = Remark(Loose.Text(json, "remark")),
        };
    }

    private static ProviderState? StateOf(string? state) =>
        state switch
        {
            "open" => ProviderState.Open,
            "paid" => ProviderState.Settled,
            "expired" => ProviderState.Expired,
            "canceled" => ProviderState.Canceled,
            "refunded" => ProviderState.Refunded,
            "charged_back" => ProviderState.ChargedBack,
            "review" => ProviderState.Unclear,
            _ => null,
        };

    private static string? Remark(string? text) =>
        text is null ? null : string.Concat(text.EnumerateRunes().Where(rune => !Rune.IsControl(rune)).Take(MostRemark));
}
