using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace XthonBot.Api.Inbound;

/// <summary>
/// Twilio: a form, signed with the account's auth token by HMAC-SHA1 over the address that it was told and all fields of the form
/// (https://www.twilio.com/docs/usage/security), or with a SharedKey of the account's by the hash that a header names
/// (https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys). There is no time in it; each request is taken once.
/// </summary>
internal sealed partial class TwilioSource : IInboundSource
{
    private const int TokenLength = 32;
    private const int LeastSharedKey = 24;
    private const string SettingsHeader = "X-Twilio-Webhooks-Signature-Settings";

    public string Kind => "Twilio";

    public bool SignsAddress => true;

    // TwiML that does nothing: anything else it takes for an error, or for a text to send back.
    public GatewayReply Stored { get; } = new("text/xml", """<?xml version="1.0" encoding="UTF-8"?><Response></Response>""");

    public string? ProblemWith(string secret) =>
        secret.Length == TokenLength && secret.All(char.IsAsciiHexDigit)
            ? null
            : $"must be the account's auth token: {TokenLength} hexadecimal digits";

    // The form of a SharedKey's secret is Twilio's to change; an id, which is easily taken for one, is none.
    public string? ProblemWithFurther(string secret) =>
        ProblemWith(secret) is null || (Signatures.ProblemWithText(secret, LeastSharedKey) is null && !AnyId().IsMatch(secret))
            ? null
            : "must be an auth token, or the secret of a SharedKey and not its id";

    public InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now)
    {
        var form = FormFields.Of(request.Body);
        if (
            request.Single("X-Twilio-Signature") is not { } signature
            || Algorithm(request) is not { } hash
            || !IsSigned(request.Url, form, signature, hash, settings.Secret)
        )
            return new InboundResult.Unauthorized();
        if (form.Text("Body") is not { } text)
            return new InboundResult.Messages([], form.Text("SmsStatus") ?? form.Text("MessageStatus") ?? form.Text("CallStatus"));
        var id = form.Text("MessageSid") is { } sid && Sid().IsMatch(sid) ? sid : null;
        return new InboundResult.Messages([
            new Fields(id, form.Text("From"), Fields.Number(form.Text("To")), text, null).ToMessage(settings) with
            {
                Proof = signature,
            },
        ]);
    }

    // The signed text has no marks between the fields. By their forms alone are ids told from what runs on from a field
    // before; and since only the signature says what is the same request, it is taken once.
    [GeneratedRegex("^(?:SM|MM)[0-9a-fA-F]{32}$")]
    private static partial Regex Sid();

    [GeneratedRegex("^(?:[A-Z]{2}[0-9a-fA-F]{32}|webhooks_[a-z]+_.*)$")]
    private static partial Regex AnyId();

    // Where a SharedKey signed, a header says by which hash; without it the auth token did, by SHA-1.
    private static HashAlgorithmName? Algorithm(InboundRequest request)
    {
        var name = string.Join(',', request.Headers[SettingsHeader].OfType<string>())
            .Split(',')
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2 && pair[0].Trim() == "algorithm")
            .Select(pair => pair[1].Trim())
            .FirstOrDefault(value => value.Length > 0);
        return name?.ToUpperInvariant() switch
        {
            null or "HMAC_SHA1" => HashAlgorithmName.SHA1,
            "HMAC_SHA256" => HashAlgorithmName.SHA256,
            _ => null,
        };
    }

    private static bool IsSigned(string url, FormFields form, string signature, HashAlgorithmName hash, string secret)
    {
        var fields = new StringBuilder();
        foreach (var field in form.Sorted)
        {
            foreach (var value in field.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                fields.Append(field.Key).Append(value);
        }

        // Twilio signs with or without the port, by rules of its own.
        var signed = false;
        foreach (var address in (string[])[WithPort(url, false), WithPort(url, true)])
        {
            // SHA-1 is Twilio's; as an HMAC it still holds.
            using var hmac = IncrementalHash.CreateHMAC(hash, Encoding.UTF8.GetBytes(secret));
            hmac.AppendData(Encoding.UTF8.GetBytes(address + fields));
            var expected = hmac.GetHashAndReset();
            signed |= Signatures.AreSame(Convert.ToBase64String(expected), signature);
        }

        return signed;
    }

    // The address is built by hand: Uri would also normalize the path.
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
