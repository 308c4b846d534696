using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Keys;

namespace XthonBot.Api.HandlerApi;

/// <summary>
/// The parameters of a request of the protocol, wherever they stand: in its address, in a form or in a flat JSON object. A name is the same
/// in capitals, with dashes and with underlines: <c>maxPrice</c>, <c>max_price</c>, <c>MAX-PRICE</c>.
/// </summary>
internal sealed class ActivationRequest
{
    public const string DaisyKeyHeader = "X-ApiKey";
    private const int LongestValue = 255;
    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n"u8);
    private static readonly string[] Schemes = ["Bearer ", "ApiKey "];

    private readonly Dictionary<string, List<string>> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> spellings = new(StringComparer.OrdinalIgnoreCase);
    private readonly IHeaderDictionary headers;

    private ActivationRequest(IHeaderDictionary headers) => this.headers = headers;

    /// <summary>Folded, see <see cref="Fold"/>.</summary>
    public IEnumerable<string> Names => values.Keys;

    /// <summary>
    /// The header by which the client means to protect its money, which the protocol does not know; null where there is none.
    /// </summary>
    public string? MoneyHeader => headers.Keys.FirstOrDefault(MoneyHeaders.IsOne);

    /// <summary>The body, or a part of it, is in no form that the protocol knows.</summary>
    public bool HasUnreadBody { get; private set; }

    /// <summary>The parameter for which it was refused, as the client wrote it; null where its answer says enough.</summary>
    public string? Refused { get; private set; }

    /// <summary>The key; empty where there is none, null where there are several, which leaves open whose request it is.</summary>
    public string? Key
    {
        get
        {
            var given = values
                .GetValueOrDefault("apikey", [])
                .Concat(headers[NeedsApiKey.Header].OfType<string>())
                .Concat(headers[DaisyKeyHeader].OfType<string>())
                .Concat(headers.Authorization.OfType<string>().SelectMany(Credential));
            return given.Select(key => key.Trim()).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal).Take(2).ToArray() switch
            {
                [] => "",
                [var key] => key,
                _ => null,
            };
        }
    }

    /// <summary>Whether it is one of a client of DaisySMS, whose refusals have other words. Such a client knows no country.</summary>
    public bool IsDaisy => spellings.Contains("max_price") || headers.ContainsKey(DaisyKeyHeader) || (Has("maxprice") && !Has("country"));

    /// <summary>
    /// A value without the blanks around it; empty where it is not given, given in several ways, or longer than any client sends.
    /// </summary>
    /// <param name="name">Folded.</param>
    public string this[string name] =>
        values.TryGetValue(name, out var given) && given.TrueForAll(value => value == given[0]) && given[0].Length <= LongestValue
            ? given[0]
            : "";

    /// <exception cref="BadHttpRequestException">It is too large, or broken.</exception>
    public static async Task<ActivationRequest> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var read = new ActivationRequest(request.Headers);
        read.Add(request.Query);
        await read.AddBodyAsync(request, ct);
        return read;
    }

    public static string Fold(string name) =>
        name.Trim('-', '_').Length == 0
            ? name
            : name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <param name="name">Folded.</param>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>Whether it is given exactly once, and as clients write values.</summary>
    /// <param name="name">Folded.</param>
    public bool IsPlain(string name) => values[name] is [{ Length: <= LongestValue }];

    /// <param name="word">The protocol's answer to it.</param>
    /// <param name="name">Of the parameter, folded; null for the body.</param>
    public string Refuse(string word, string? name)
    {
        Refused = name is null ? "body" : spellings.FirstOrDefault(spelling => Fold(spelling) == name, name);
        return word;
    }

    private static IEnumerable<string> Credential(string header) =>
        Schemes.Where(scheme => header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)).Select(scheme => header[scheme.Length..]);

    private void Add(IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        foreach (var (name, given) in parameters)
        {
            foreach (var value in given)
                Add(name, value ?? "");
        }
    }

    private void Add(string name, string value)
    {
        spellings.Add(name);
        var folded = Fold(name);
        if (!values.TryGetValue(folded, out var given))
            values[folded] = given = [];
        given.Add(value.Trim());
    }

    private async Task AddBodyAsync(HttpRequest request, CancellationToken ct)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        // An empty body has no parameters, whatever its content type says.
        if (body.GetBuffer().AsSpan(0, (int)body.Length).IndexOfAnyExcept(Blank) < 0)
            return;
        body.Position = 0;
        if (request.HasFormContentType)
        {
            request.Body = body;
            try
            {
                var form = await request.ReadFormAsync(ct);
                Add(form);
                HasUnreadBody = form.Files.Count > 0;
            }
            // The last is a charset that the platform refuses to know, such as UTF-7.
            catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException or NotSupportedException)
            {
                throw new BadHttpRequestException("The form cannot be read", e);
            }
        }
        else
            HasUnreadBody = !request.HasJsonContentType() || !TryAddJson(body);
    }

    private bool TryAddJson(MemoryStream body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            // An empty list is what PHP makes of an empty object.
            return root.ValueKind == JsonValueKind.Null
                || (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 0)
                || (root.ValueKind == JsonValueKind.Object && root.EnumerateObject().All(TryAdd));
        }
        // The reader throws at half a surrogate pair only when the value is read.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool TryAdd(JsonProperty property)
    {
        var value = property.Value;
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            return false;
        if (value.ValueKind != JsonValueKind.Null)
            Add(property.Name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText().ToLowerInvariant());
        return true;
    }
}
