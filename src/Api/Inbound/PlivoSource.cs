using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using XthonBot.Core.Primitives;

namespace XthonBot.Api.Inbound;

/// <summary>
/// Plivo: a form, signed with an auth token by HMAC-SHA256 over the address that it was told, the fields and a nonce, version 3
/// (its package plivo is the reference). There is no time in it; a replay meets the message that is stored.
/// </summary>
internal sealed class PlivoSource : IInboundSource
{
    private const int LeastTokenLength = 20;

    public string Kind => "Plivo";

    public bool SignsAddress => true;

    public string? ProblemWith(string secret) => Signatures.ProblemWithText(secret, LeastTokenLength);

    public InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now)
    {
        var form = FormFields.Of(request.Body);
        if (request.Single("X-Plivo-Signature-V3-Nonce") is not { Length: > 0 } nonce || !IsSigned(request, form, nonce, settings.Secret))
            return new InboundResult.Unauthorized();
        if (form.Single("MessageUUID") is not { } id || form.Single("From") is not { } from || form.Single("To") is not { } to || form.Single("Text") is not { } text)
            return new InboundResult.Bad("the form must have MessageUUID, From, To and Text, each once");
        return new Fields(id, from, PhoneNumber.ParseInternational(to), text, null).ToMessage(settings, "MessageUUID", "To");
    }

    private static bool IsSigned(InboundRequest request, FormFields form, string nonce, string token)
    {
        var expected = Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes($"{Address(request.Url, !form.IsEmpty)}{Post(form)}.{nonce}")));

        // The second is by the token of the main account, for a number of a subaccount. While a token is changed there are several.
        var signed = false;
        foreach (var header in (string[])["X-Plivo-Signature-V3", "X-Plivo-Signature-Ma-V3"])
        {
            foreach (var signature in request.Headers.GetCommaSeparatedValues(header))
                signed |= Signatures.AreSame(expected, signature.Trim());
        }

        return signed;
    }

    // The query is sorted, and not encoded; a full stop keeps it apart from the form's fields.
    private static string Address(string url, bool hasPost)
    {
        var parts = url.Split('?', 2);
        var query = parts is [_, var encoded]
            ? string.Join('&', FormFields.Of(encoded).Sorted.SelectMany(f => f.Order(StringComparer.Ordinal).Select(value => $"{f.Key}={value}")))
            : "";
        return parts[0] + (query.Length > 0 || hasPost ? "?" : "") + query + (query.Length > 0 && hasPost ? "." : "");
    }

    private static string Post(FormFields form) =>
        string.Concat(form.Sorted.SelectMany(f => f.Order(StringComparer.Ordinal).Select(value => f.Key + value)));
}
