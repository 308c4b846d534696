using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using NSec.Cryptography;
using XthonBot.Core.Messages;
using XthonBot.Core.Primitives;

namespace XthonBot.Api.Inbound;

/// <summary>
/// Telnyx: JSON, signed by Ed25519 over <c>timestamp|body</c>; the secret is the account's public key
/// (https://developers.telnyx.com/docs/development/api-fundamentals/webhooks). The same event may come again, and out of order.
/// </summary>
internal sealed class TelnyxSource : IInboundSource
{
    private const string Event = "message.received";

    public string Kind => "Telnyx";

    public string? ProblemWith(string secret) => TryReadKey(secret, out _) ? null : "must be the account's public key: 32 bytes in base64";

    public InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now)
    {
        if (request.Single("telnyx-timestamp") is not { } timestamp
            || request.Single("telnyx-signature-ed25519") is not { } signature
            || !IsSigned(timestamp, request.Body.Span, signature, settings.Secret)
            || !Signatures.IsRecent(timestamp, now))
            return new InboundResult.Unauthorized();

        if (!InboundJson.TryRead(request.Body.Span, InboundJson.Plain.TelnyxEvent, out var news))
            return new InboundResult.Bad("the body must be JSON with data.event_type and data.payload");
        if (news.Data.EventType != Event)
            return new InboundResult.Messages([]);
        if (!InboundJson.TryRead(news.Data.Payload, InboundJson.Plain.TelnyxMessage, out var message) || message.To.Count == 0)
            return new InboundResult.Bad("data.payload must have id, from.phone_number, to[].phone_number and text");

        var received = new List<ReceiveMessage>(message.To.Count);
        foreach (var to in message.To)
        {
            // A message to a group is one for each of its numbers.
            var id = message.To.Count == 1 ? message.Id : $"{message.Id}>{to.PhoneNumber}";
            var fields = new Fields(id, message.From.PhoneNumber, PhoneNumber.Parse(to.PhoneNumber), message.Text ?? "", message.ReceivedAt);
            if (fields.ToMessage(settings, "data.payload.id", "data.payload.to") is not InboundResult.Messages read)
                return fields.ToMessage(settings, "data.payload.id", "data.payload.to");
            received.AddRange(read.Received);
        }

        return new InboundResult.Messages(received);
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
