using System.IO.Compression;
using System.Text.Json;
using XthonBot.Api.Envelopes;

namespace XthonBot.Api.Inbound;

/// <summary>
/// The software of a SIM bank, as the agent of SMSHub or Onlinesim: JSON by the request <c>PUSH_SMS</c> of their protocol, sent every ten
/// seconds until the answer is SUCCESS. It is known by the key in the body alone, so the address belongs behind TLS.
/// </summary>
internal sealed class SimBankSource : IInboundSource
{
    private const int LeastKeyLength = 16;
    private const string Action = "PUSH_SMS";

    // JSON never begins with these bytes.
    private static ReadOnlySpan<byte> GzipMark => [0x1f, 0x8b];

    public string Kind => "SimBank";

    public GatewayReply Stored { get; } = new(JsonBody.ContentType, """{"status":"SUCCESS"}""");

    public GatewayReply? Refused(string reason) =>
        new(JsonBody.ContentType, $$"""{"status":"ERROR","error":"{{JsonEncodedText.Encode(reason)}}"}""");

    public string? ProblemWith(string secret) => Signatures.ProblemWithText(secret, LeastKeyLength);

    public InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now)
    {
        if (
            Inflated(request) is not { } body
            || InboundJson.Read(body, request.ContentType) is not { } json
            || json.Text("key") is not { } key
            || !Signatures.AreSameSecrets(settings.Secret, key)
        )
            return new InboundResult.Unauthorized();

        // The action's name does not matter: a request that carries a text is a message.
        if (json.Text("text", "message", "sms") is { } text)
            return new InboundResult.Messages([Message(json, text).ToMessage(settings)]);
        return Action.Equals(json.Text("action"), StringComparison.OrdinalIgnoreCase)
            ? new InboundResult.Bad("the body must be JSON with smsId, phone, phoneFrom and text")
            : new InboundResult.Bad($"action must be {Action}");
    }

    private static Fields Message(InboundJson json, string text) =>
        new(
            json.Text("smsId", "id"),
            json.Text("phoneFrom", "from", "sender"),
            Fields.Number(json.Text("phone", "number")),
            text,
            json.Time("receivedAt", "date")
        );

    // The protocol has every request compressed; not all agents do it, and not all that do say so. The unpacked body is held to the limit
    // of what may come in.
    private static ReadOnlyMemory<byte>? Inflated(InboundRequest request)
    {
        if (!request.Body.Span.StartsWith(GzipMark))
            return request.Body;
        try
        {
            using var stream = new GZipStream(new MemoryStream(request.Body.ToArray()), CompressionMode.Decompress);
            var bytes = new byte[BodyLimit.Default.MaxRequestBodySize!.Value + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length == bytes.Length ? null : bytes.AsMemory(0, length);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
