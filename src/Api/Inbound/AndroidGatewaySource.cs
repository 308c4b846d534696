using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using XthonBot.Core.Primitives;

namespace XthonBot.Api.Inbound;

/// <summary>
/// The app SMS Gateway for Android: JSON, signed by HMAC-SHA256 over the body and its time
/// (https://docs.sms-gate.app/features/webhooks/). The secret is the signing key in the app's settings for webhooks.
/// </summary>
internal sealed class AndroidGatewaySource : IInboundSource
{
    private const int LeastKeyLength = 8;
    private const string Event = "sms:received";

    public string Kind => "AndroidGateway";

    public string? ProblemWith(string secret) => Signatures.ProblemWithText(secret, LeastKeyLength);

    public InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now)
    {
        if (request.Single("X-Timestamp") is not { } timestamp
            || request.Single("X-Signature") is not { } signature
            || !IsSigned(timestamp, request.Body.Span, signature, settings.Secret)
            || !Signatures.IsRecent(timestamp, now))
            return new InboundResult.Unauthorized();

        if (!InboundJson.TryRead(request.Body.Span, InboundJson.Plain.AndroidEvent, out var news))
            return new InboundResult.Bad("the body must be JSON with event and payload");
        if (news.Event != Event)
            return new InboundResult.Messages([]);
        if (!InboundJson.TryRead(news.Payload, InboundJson.Plain.AndroidMessage, out var message))
            return new InboundResult.Bad("payload must have messageId, message and receivedAt in ISO 8601");
        if ((message.Sender ?? message.PhoneNumber) is not { } sender)
            return new InboundResult.Bad("payload has neither sender nor phoneNumber");

        return Recipient(message, settings) is { } to
            ? new Fields(Id(message, to), sender, to, message.Message, message.ReceivedAt).ToMessage(settings, "payload.messageId", "payload.recipient")
            : new InboundResult.Bad($"payload.recipient is missing; set Inbound:Sources:{settings.Name}:Numbers:{message.SimNumber ?? 1} to the SIM's number");
    }

    private static bool IsSigned(string timestamp, ReadOnlySpan<byte> body, string signature, string secret)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. body, .. Encoding.UTF8.GetBytes(timestamp)]);
        return Signatures.AreSame(Convert.ToHexStringLower(expected), signature);
    }

    // What the operator says goes before what the phone believes, which may be the number of the SIM's last owner.
    // Some phones do not say which SIM it was; with one number there is no question.
    private static Result<PhoneNumber>? Recipient(AndroidMessage message, SourceSettings settings)
    {
        if (message.SimNumber is { } slot && settings.Numbers.TryGetValue(slot, out var number))
            return Result.Ok(number);
        if (message.SimNumber is null && settings.Numbers.Count == 1)
            return Result.Ok(settings.Numbers.Values.First());
        return string.IsNullOrWhiteSpace(message.Recipient) ? (Result<PhoneNumber>?)null : PhoneNumber.Parse(message.Recipient);
    }

    // The app makes its id from what the message says, so that the same text sent again has the same one. Read from the end, the parts
    // cannot be taken for one another: a number and a time in this form hold no bracket.
    private static string Id(AndroidMessage message, Result<PhoneNumber> to) => to.Match(
        number => $"{message.MessageId}<{Fields.Utc(message.ReceivedAt).ToString("O", CultureInfo.InvariantCulture)}<{number.E164}",
        _ => message.MessageId);
}
