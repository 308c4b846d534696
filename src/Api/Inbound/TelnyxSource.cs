using System.Diagnostics.CodeAnalysis;
using System.Text;
using NSec.Cryptography;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Api.Inbound;

/// <summary>
/// Telnyx: JSON, signed by Ed25519 over <c>timestamp|body</c>; the secret is the account's public key
/// (https://developers.telnyx.com/docs/development/api-fundamentals/webhooks). The same event may come again, and out of order.
/// </summary>
internal sealed class TelnyxSource : IInboundSource
{
    private const string Event = "message.received";

    public string Kind => "Telnyx";

    public bool StampsByItsClock => true;

    public string? ProblemWith(string secret) => TryReadKey(secret, out _) ? null : "must be the account's public key: 32 bytes in base64";

    public InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now)
    {
        if (
            request.Single("telnyx-timestamp") is not { } timestamp
            || request.Single("telnyx-signature-ed25519") is not { } signature
            || !IsSigned(timestamp, request.Body.Span, signature, settings.Secret)
        )
            return new InboundResult.Unauthorized();
        var age = Signatures.Age(timestamp, now);
        if (!Signatures.IsRecent(age))
            return new InboundResult.Unauthorized { Age = age };

        if (InboundJson.Read(request.Body, request.ContentType)?.Object("data") is not { } news)
            return new InboundResult.Bad("the body must be JSON with data.event_type and data.payload") { Age = age };
        var (name, payload) = (news.Text("event_type") ?? "", news.Object("payload"));
        var isMessage = name.Equals(Event, StringComparison.OrdinalIgnoreCase);
        if (!isMessage && (payload is null || IsOutbound(name, payload.Value) || payload.Value.Text("text") is null))
            return new InboundResult.Messages([], name) { Age = age };
        return payload is { } message
            ? new InboundResult.Messages(Messages(message, settings), name) { Age = age }
            : new InboundResult.Bad("data.payload is missing") { Age = age };
    }

    // News of what was sent carries its text as well.
    private static bool IsOutbound(string name, InboundJson payload) =>
        name.Split('.')[^1] is "sent" or "finalized" or "queued" or "delivered"
        || "outbound".Equals(payload.Text("direction"), StringComparison.OrdinalIgnoreCase);

    private static List<ReceiveMessage> Messages(InboundJson message, SourceSettings settings)
    {
        // A message to a group is one for each of its numbers.
        var numbers = message.List("to").Select(to => to.Text("phone_number")).Concat(message.Texts("to")).ToList();
        if (numbers.Count == 0)
            numbers.Add(null);
        var id = message.Text("id");
        var sender = message.Object("from")?.Text("phone_number", "name") ?? message.Text("from");
        // A message of pictures alone has no text.
        return numbers.ConvertAll(number =>
            new Fields(
                numbers.Count == 1 || id is null ? id : $"{id}>{number}",
                sender,
                Fields.Number(number),
                message.Text("text", "body") ?? "",
                message.Time("received_at")
            ).ToMessage(settings)
        );
    }

    private static bool TryReadKey(string secret, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        return TryReadBase64(secret, SignatureAlgorithm.Ed25519.PublicKeySize, out var bytes)
            && PublicKey.TryImport(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPublicKey, out key);
    }

    private static bool IsSigned(string timestamp, ReadOnlySpan<byte> body, string signature, string secret) =>
        TryReadKey(secret, out var key)
        && TryReadBase64(signature, SignatureAlgorithm.Ed25519.SignatureSize, out var bytes)
        && SignatureAlgorithm.Ed25519.Verify(key, [.. Encoding.UTF8.GetBytes(timestamp + "|"), .. body], bytes);

    // Written as the encoding wants it: the same bytes can be written in other ways.
    private static bool TryReadBase64(string text, int size, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = new byte[size];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == size && Convert.ToBase64String(bytes) == text;
    }
}
