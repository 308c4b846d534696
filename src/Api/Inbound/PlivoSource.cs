using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace XthonBot.Api.Inbound;

/// <summary>
/// Plivo: a form, signed with an auth token by HMAC-SHA256 over the address that it was told, the fields and a nonce, version 3
/// (its package plivo is the reference). There is no time in it; what was signed is taken once.
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
        if (form.Text("Text") is not { } text)
            return new InboundResult.Messages([], form.Text("Status") ?? form.Text("Event"));
        // As with Twilio: what is signed has no marks between the fields.
        var id = Guid.TryParseExact(form.Text("MessageUUID"), "D", out _) ? form.Text("MessageUUID") : null;
        return new InboundResult.Messages([
            new Fields(id, form.Text("From"), Fields.Number(form.Text("To")), text, null).ToMessage(settings) with
            {
                Proof = Signed(request, form, nonce),
            },
        ]);
    }

    private static string Signed(InboundRequest request, FormFields form, string nonce) =>
        $"{Address(request.Url, !form.IsEmpty)}{Post(form)}.{nonce}";

    private static bool IsSigned(InboundRequest request, FormFields form, string nonce, string token)
    {
        var expected = Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Signed(request, form, nonce)))
        );

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
            ? string.Join(
                '&',
                FormFields.Of(encoded).Sorted.SelectMany(f => f.Order(StringComparer.Ordinal).Select(value => $"{f.Key}={value}"))
            )
            : "";
        return parts[0] + (query.Length > 0 || hasPost ? "?" : "") + query + (query.Length > 0 && hasPost ? "." : "");
    }

    private static string Post(FormFields form) =>
        string.Concat(form.Sorted.SelectMany(f => f.Order(StringComparer.Ordinal).Select(value => f.Key + value)));
}
