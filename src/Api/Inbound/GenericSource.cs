using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Api.Inbound;

/// <summary>The store's own kind: a small JSON body, signed by the Standard Webhooks scheme (https://www.standardwebhooks.com).</summary>
internal sealed class GenericSource : IInboundSource
{
    private const int MaxParts = 255;
    private const int MaxPartLength = 1000;

    public string Kind => "Generic";

    public string? ProblemWith(string secret) =>
        StandardWebhookSignature.TryReadSecret(secret, out _)
            ? null
            : $"must be {StandardWebhookSignature.SecretPrefix} and the secret in base64";

    public bool StampsByItsClock => true;

    public InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now)
    {
        if (
            request.Single("webhook-id") is not { Length: > 0 } id
            || request.Single("webhook-timestamp") is not { } timestamp
            || request.Single("webhook-signature") is not { } signatures
            || !StandardWebhookSignature.TryReadSecret(settings.Secret, out var key)
            || !StandardWebhookSignature.IsSigned(key, id, timestamp, request.Body.Span, signatures)
        )
            return new InboundResult.Unauthorized();
        var age = Signatures.Age(timestamp, now);
        if (!Signatures.IsRecent(age))
            return new InboundResult.Unauthorized { Age = age };

        if (InboundJson.Read(request.Body, request.ContentType) is not { } body || body.Text("text", "message", "body") is not { } text)
            return new InboundResult.Bad("the body must be JSON with from, to and text") { Age = age };
        var sender = body.Text("from", "sender");
        var whole = new Fields(
            id,
            sender,
            Fields.Number(body.Text("to", "recipient")),
            text,
            body.Time("received_at", "receivedAt")
        ).ToMessage(settings);
        return body.Object("part") is { } part && AsPart(part, sender, whole) is { } received
            ? new InboundResult.Part(received) { Age = age }
            : new InboundResult.Messages([whole]) { Age = age };
    }

    // Parts whose numbers do not fit together are delivered alone. The sender belongs to the key of a long message as well: of one
    // that is not kept as it is, two could become one.
    private static ReceivePart? AsPart(InboundJson part, string? sender, ReceiveMessage message) =>
        part.Text("reference") is { } reference
        && Fields.IsKept(reference)
        && part.Whole("count") is { } count and > 1 and <= MaxParts
        && part.Whole("index") is { } index and > 0
        && index <= count
        && message.To is { } to
        && message.From == sender
        && message.Text.Length <= MaxPartLength
            ? new ReceivePart(message.Source, message.ExternalId, sender, to, reference, index, count, message.Text, message.ReceivedAt)
            : null;
}
