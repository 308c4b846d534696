using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace XthonBot.Api.Inbound;

/// <summary>
/// Twilio: a form, signed with the account's auth token by HMAC-SHA1 over the address that it was told and all fields of the form
/// (https://www.twilio.com/docs/usage/security). There is no time in it; each signature is taken once.
/// </summary>
internal sealed partial class TwilioSource : IInboundSource
{
    private const int TokenLength = 32;

    public string Kind => "Twilio";

    public bool SignsAddress => true;

    // TwiML that does nothing: anything else it takes for an error, or for a text to send back.
    public GatewayReply Stored { get; } = new("text/xml", """<?xml version="1.0" encoding="UTF-8"?><Response></Response>""");

    public string? ProblemWith(string secret) =>
        secret.Length == TokenLength && secret.All(char.IsAsciiHexDigit) ? null : $"must be the account's auth token: {TokenLength} hexadecimal digits";

    public InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now)
    {
        var form = FormFields.Of(request.Body);
        if (request.Single("X-Twilio-Signature") is not { } signature || !IsSigned(request.Url, form, signature, settings.Secret))
            return new InboundResult.Unauthorized();
        if (form.Text("Body") is not { } text)
            return new InboundResult.Messages([], form.Text("SmsStatus") ?? form.Text("MessageStatus") ?? form.Text("CallStatus"));
        var id = form.Text("MessageSid") is { } sid && Sid().IsMatch(sid) ? sid : null;
        return new InboundResult.Messages(
            [new Fields(id, form.Text("From"), Fields.Number(form.Text("To")), text, null).ToMessage(settings) with { Proof = signature }]);
    }

    // What is signed is one text without marks between the fields. By their forms alone are ids told from what runs on from a field
    // before; and since only the signature says what is the same request, it is taken once.
    [GeneratedRegex("^(?:SM|MM)[0-9a-fA-F]{32}$")]
    private static partial Regex Sid();

    private static bool IsSigned(string url, FormFields form, string signature, string token)
    {
        var fields = new StringBuilder();
        foreach (var field in form.Sorted)
        {
            foreach (var value in field.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                fields.Append(field.Key).Append(value);
        }

        // It signs with or without the port, by ways of its own.
        var signed = false;
        foreach (var address in (string[])[WithPort(url, false), WithPort(url, true)])
        {
#pragma warning disable CA5350 // The scheme is Twilio's; as an HMAC, SHA-1 still holds.
            var expected = HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(address + fields));
#pragma warning restore CA5350
            signed |= Signatures.AreSame(Convert.ToBase64String(expected), signature);
        }

        return signed;
    }

    // By hand: Uri would also write the path in its own way.
    private static string WithPort(string url, bool wanted)
    {
        var host = url.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        var end = url.IndexOfAny(['/', '?', '#'], host);
        end = end < 0 ? url.Length : end;
        var port = url.LastIndexOf(':', end - 1, end - host);
        // A colon within brackets belongs to an address of IPv6.
        var hasPort = port > url.LastIndexOf(']', end - 1, end - host);
        return (wanted, hasPort) switch
        {
            (true, false) => url.Insert(end, url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80"),
            (false, true) => url.Remove(port, end - port),
            _ => url,
        };
    }
}
