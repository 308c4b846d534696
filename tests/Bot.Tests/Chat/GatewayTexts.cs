using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>
/// Texts as gateways send them, signed by the formulas of their documents; the tests of the API have them signed by the vendors' packages.
/// </summary>
internal static class GatewayTexts
{
    public const string AndroidKey = "android-key-7712";
    public const string TwilioToken = "0123456789abcdef0123456789abcdef";
    public const string PlivoToken = "plivo-token-55129-of-the-test";
    private const string PublicUrl = "https://numbers.example.org";
    private const string From = "Telegram";

    /// <summary>The seed of RFC 8032's first test vector.</summary>
    private static readonly byte[] TelnyxSeed = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    private static int messages;

    public static IReadOnlyList<string> Kinds { get; } = ["AndroidGateway", "Twilio", "Telnyx", "Plivo"];

    /// <summary>A source of each kind, named after it, behind a public address.</summary>
    public static (string Key, string Value)[] Settings { get; } =
    [
        ("Store:PublicUrl", PublicUrl),
        .. Source("AndroidGateway", AndroidKey),
        .. Source("Twilio", TwilioToken),
        .. Source("Plivo", PlivoToken),
        .. Source("Telnyx", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
    ];

    /// <summary>A new message, on its way to the source of this kind.</summary>
    public static HttpRequestMessage Signed(string kind, Uri store, string to, string text)
    {
        var path = $"/hooks/sms/{kind}";
        var id = $"gateway-{Interlocked.Increment(ref messages)}";
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        (string Name, string Value)[] twilio = [("Body", text), ("From", From), ("MessageSid", id), ("To", to)];
        (string Name, string Value)[] plivo = [("From", From), ("MessageUUID", id), ("Text", text), ("To", to)];
        var android =
            $$$"""{"event":"sms:received","payload":{"messageId":"{{{id}}}","message":"{{{text}}}","sender":"{{{From}}}","recipient":"{{{to}}}","simNumber":1,"receivedAt":"{{{TimeProvider.System.GetUtcNow():O}}}"}}""";
        var telnyx =
            $$$"""{"data":{"event_type":"message.received","payload":{"from":{"phone_number":"{{{From}}}"},"id":"{{{id}}}","text":"{{{text}}}","to":[{"phone_number":"{{{to}}}"}]}} }""";
        return kind switch
        {
            "AndroidGateway" => Json(
                android,
                ("X-Timestamp", at),
                ("X-Signature", Convert.ToHexStringLower(HMACSHA256.HashData(Bytes(AndroidKey), Bytes(android + at))))
            ),
            "Telnyx" => Json(telnyx, ("telnyx-timestamp", at), ("telnyx-signature-ed25519", Ed25519($"{at}|{telnyx}"))),
#pragma warning disable CA5350 // The scheme is Twilio's.
            "Twilio" => Form(
                twilio,
                (
                    "X-Twilio-Signature",
                    Convert.ToBase64String(HMACSHA1.HashData(Bytes(TwilioToken), Bytes(PublicUrl + path + Joined(twilio))))
                )
            ),
#pragma warning restore CA5350
            "Plivo" => Form(
                plivo,
                ("X-Plivo-Signature-V3-Nonce", id),
                (
                    "X-Plivo-Signature-V3",
                    Convert.ToBase64String(HMACSHA256.HashData(Bytes(PlivoToken), Bytes($"{PublicUrl}{path}?{Joined(plivo)}.{id}")))
                )
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
        };

        HttpRequestMessage Json(string body, params (string, string)[] headers) =>
            Request(new StringContent(body, Encoding.UTF8, "application/json"), headers);

        HttpRequestMessage Form((string Name, string Value)[] fields, params (string, string)[] headers) =>
            Request(new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))), headers);

        HttpRequestMessage Request(HttpContent content, (string, string)[] headers)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(store, path)) { Content = content };
            foreach (var (name, value) in headers)
                request.Headers.Add(name, value);
            return request;
        }
    }

    private static string Ed25519(string signed)
    {
        using var key = Key.Import(SignatureAlgorithm.Ed25519, TelnyxSeed, KeyBlobFormat.RawPrivateKey);
        return Convert.ToBase64String(SignatureAlgorithm.Ed25519.Sign(key, Bytes(signed)));
    }

    // In the order of their names, as both vendors want it.
    private static string Joined((string Name, string Value)[] fields) => string.Concat(fields.Select(f => f.Name + f.Value));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static (string Key, string Value)[] Source(string kind, string secret) =>
        [($"Inbound:Sources:{kind}:Kind", kind), ($"Inbound:Sources:{kind}:Secret", secret)];
}
