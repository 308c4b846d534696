using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Api.Inbound;

/// <summary>
/// The app SMS Gateway for Android: JSON, signed by HMAC-SHA256 over the body and its time
/// (https://docs.sms-gate.app/features/webhooks/). The secret is the signing key in the app's settings for webhooks. Its messages are
/// stamped by the network, not by the phone that signs.
/// </summary>
internal sealed class AndroidGatewaySource : IInboundSource
{
    private const int LeastKeyLength = 8;
    private const string Event = "sms:received";

    /// <summary>The ends of what is news of a message that the phone itself sent, or of the phone.</summary>
    private static readonly string[] Outbound = ["sent", "delivered", "failed", "cancelled", "canceled", "queued", "ping", "started"];

    public string Kind => "AndroidGateway";

    public string? ProblemWith(string secret) => Signatures.ProblemWithText(secret, LeastKeyLength);

    public InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now)
    {
        if (
            request.Single("X-Timestamp") is not { } timestamp
            || request.Single("X-Signature") is not { } signature
            || !IsSigned(timestamp, request.Body.Span, signature, settings.Secret)
        )
            return new InboundResult.Unauthorized();
        var age = Signatures.Age(timestamp, now);
        if (!Signatures.IsRecent(age))
            return new InboundResult.Unauthorized { Age = age };

        if (
            InboundJson.Read(request.Body, request.ContentType) is not { } body
            || (body.Text("event") ?? "") is var name && name.Length == 0 && body.Object("payload") is null
        )
            return new InboundResult.Bad("the body must be JSON with event and payload") { Age = age };
        if (Outbound.Contains(name[(name.LastIndexOf(':') + 1)..], StringComparer.OrdinalIgnoreCase))
            return new InboundResult.Messages([], name) { Age = age };

        // Some events bring several messages at once, in a list or as the payload itself.
        var payloads = body.List("payload");
        if (payloads is [var only] && only.List("messages") is { Count: > 0 } several)
            payloads = several;
        var received = payloads.Select(payload => Message(payload, settings)).OfType<ReceiveMessage>().ToList();
        return received.Count == 0 && name.Equals(Event, StringComparison.OrdinalIgnoreCase)
            ? new InboundResult.Bad("payload has no message") { Age = age }
            : new InboundResult.Messages(received, name) { Age = age };
    }

    private static ReceiveMessage? Message(InboundJson payload, SourceSettings settings)
    {
        if ((payload.Text("message", "text", "body", "content") ?? Data(payload) ?? payload.Text("subject")) is not { } text)
            return null;
        var (to, at) = (Recipient(payload, settings), payload.Time("receivedAt", "received_at"));
        return new Fields(
            Id(payload.Text("messageId", "id", "transactionId"), at, to),
            payload.Text("sender", "phoneNumber", "from"),
            to,
            text,
            at
        ).ToMessage(settings);
    }

    private static bool IsSigned(string timestamp, ReadOnlySpan<byte> body, string signature, string secret)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. body, .. Encoding.UTF8.GetBytes(timestamp)]);
        return Signatures.AreSame(Convert.ToHexStringLower(expected), signature);
    }

    // A binary message may hold words all the same.
    private static string? Data(InboundJson payload)
    {
        var data = payload.Text("data");
        if (data is null || !Base64.IsValid(data))
            return null;
        var bytes = Convert.FromBase64String(data);
        return
            bytes.Length > 0
            && System.Text.Unicode.Utf8.IsValid(bytes)
            && Encoding.UTF8.GetString(bytes) is var text
            && !text.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c))
            ? text
            : null;
    }

    // The configured number goes before the phone's, which may be the number of the SIM's last owner.
    // Some phones do not say which SIM it was; with one number there is no question.
    private static PhoneNumber? Recipient(InboundJson payload, SourceSettings settings)
    {
        var slot = payload.Whole("simNumber");
        return slot is { } known && settings.Numbers.TryGetValue(known, out var number) ? number
            : slot is null && settings.Numbers.Count == 1 ? settings.Numbers.Values.First()
            : Fields.Number(payload.Text("recipient"));
    }

    // The app makes its id from what the message says, so that the same text sent again has the same one. Read from the end, the parts
    // cannot be taken for one another: a number and a time in this form hold no bracket.
    private static string? Id(string? id, DateTime? at, PhoneNumber? to) =>
        id is null || at is not { } time ? id : $"{id}<{time.ToString("O", CultureInfo.InvariantCulture)}<{to?.E164}";
}
