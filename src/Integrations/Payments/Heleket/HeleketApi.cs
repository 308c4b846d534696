using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.Heleket;

/// <summary>A good answer's result, or why there is none.</summary>
/// <param name="Fields">Those that the request was refused for.</param>
internal sealed record HeleketAnswer(PaymentAnswer Http, JsonElement? Result, string? Word, IReadOnlyList<string> Fields)
{
    public bool IsNotFound => Result is null && Word?.Contains("not found", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The order id is used up: the invoice exists.</summary>
    public bool IsDuplicate =>
        Result is null
        && (
            Fields.Contains("order_id", StringComparer.OrdinalIgnoreCase)
            || Word?.Contains("order", StringComparison.OrdinalIgnoreCase) == true
        );

    public PaymentRefusedException Refused() =>
        new($"{Http.Action}: {PaymentAnswer.Plain(Fields.Count > 0 ? string.Join(' ', Fields) : Word) ?? "refused"}");

    /// <exception cref="PaymentRefusedException"/>
    public JsonElement OrRefused() => Result ?? throw Refused();
}

/// <summary>Signs requests to Heleket or Cryptomus, and knows their refusals.</summary>
internal sealed class HeleketApi(PaymentHttp http)
{
    private const string Heleket = "https://api.heleket.com";
    private const string Cryptomus = "https://api.cryptomus.com";

    private static readonly JsonSerializerOptions AsPhp = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="body">Null for none, which is signed as an empty one.</param>
    /// <param name="isPayout">Whether the key of payouts signs it.</param>
    public async Task<HeleketAnswer> AskAsync(PaymentWay way, string path, JsonObject? body, CancellationToken ct, bool isPayout = false)
    {
        var options = way.Options;
        // As PHP writes it, whichever of its text and its meaning they sign.
        var text = body?.ToJsonString(AsPhp).Replace("/", "\\/", StringComparison.Ordinal) ?? "";
        var bytes = Encoding.UTF8.GetBytes(text);
        var usual = options.Kind == PaymentKind.Cryptomus ? Cryptomus : Heleket;
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, PaymentHttp.Address(way, usual, "v1/" + path)) { Content = content };
        request.Headers.TryAddWithoutValidation("merchant", options.Merchant);
        request.Headers.TryAddWithoutValidation("sign", HeleketSign.Of(bytes, isPayout ? options.PayoutKey : options.ApiKey));
        var answer = await http.AskAsync(way, path.Split('?')[0], request, ct);
        return Read(answer, isPayout ? nameof(options.PayoutKey) : nameof(options.ApiKey));
    }

    private static HeleketAnswer Read(PaymentAnswer answer, string key)
    {
        if (answer.Status == 401)
            throw answer.Failure(401, null, key);
        // A guard in front of them answers 403 and 5xx with a page.
        if (
            answer is not { Status: >= 200 and < 300 or >= 400 and < 500, Json: { ValueKind: JsonValueKind.Object } json }
            || answer.Status is 408 or 429
        )
            throw answer.Unreadable();
        var word = Loose.Text(json, "message") ?? Loose.Text(json, "error");
        if (answer.IsFine && Loose.Text(json, "state") == "0" && Loose.Field(json, "result") is { } result)
            return new HeleketAnswer(answer, result, word, []);
        if (answer.IsFine && Loose.Text(json, "state") is null or "0")
            throw answer.Unreadable();
        if (answer.Status == 403 || Setting(word, key) is not null)
            throw new PaymentRefusedException($"{answer.Action}: {PaymentAnswer.Plain(word) ?? "forbidden"}", Setting(word, key) ?? key);
        var fields = Loose.Field(json, "errors") is { ValueKind: JsonValueKind.Object } errors
            ? errors.EnumerateObject().Select(e => e.Name).Take(5).ToList()
            : [];
        return new HeleketAnswer(answer, null, word, fields);
    }

    /// <summary>Which key of the way a message is about.</summary>
    private static string? Setting(string? word, string key)
    {
        if (word is null)
            return null;
        var said = $" {string.Concat(word.Select(c => char.IsAsciiLetter(c) ? char.ToLowerInvariant(c) : ' '))} ";
        return IsIn([" merchant not found ", " merchant was not found ", " wrong merchant ", " invalid merchant "])
                ? nameof(PaymentWayOptions.Merchant)
            : IsIn([" wrong key ", " api key ", " sign ", " signature ", " forbidden ", " unauthorized "]) ? key
            : null;

        bool IsIn(string[] phrases) => phrases.Any(phrase => said.Contains(phrase, StringComparison.Ordinal));
    }
}
