using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace XthonBot.Sandbox.Wire;

/// <summary>The parameters of one call, whichever way they came: query, form, multipart or JSON.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);
    private JsonElement body;
    private IFormFileCollection? files;

    /// <exception cref="Refusal">The body is not what its content type says.</exception>
    public static async ValueTask<Arguments> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var arguments = new Arguments();
        foreach (var (name, value) in request.Query)
            arguments.fields[name] = value.ToString();
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(ct);
            foreach (var (name, value) in form)
                arguments.fields[name] = value.ToString();
            arguments.files = form.Files;
        }
        else if (request.HasJsonContentType() && request.ContentLength != 0)
        {
            try
            {
                arguments.body = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: ct);
            }
            catch (JsonException)
            {
                throw Refusal.BadRequest("can't parse JSON object");
            }
        }
        return arguments;
    }

    /// <summary>The parameters for the log of calls, without the content of files.</summary>
    public JsonElement ForLog()
    {
        if (fields.Count == 0)
            return body;
        var all = new Dictionary<string, object?>();
        if (body.ValueKind == JsonValueKind.Object)
            foreach (var member in body.EnumerateObject())
                all[member.Name] = member.Value;
        foreach (var (name, value) in fields)
            all[name] = value;
        return Wire.Json.Element(all);
    }

    public string? Text(string name) =>
        body.Member(name) switch
        {
            { ValueKind: JsonValueKind.String } value => value.GetString(),
            { } value => value.GetRawText(),
            null => fields.GetValueOrDefault(name),
        };

    public long? Integer(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    public bool Flag(string name) => Text(name) is "true" or "True" or "1";

    /// <summary>An object or a list. Telegram takes it as JSON or as a string with JSON inside.</summary>
    public JsonElement? Json(string name)
    {
        if (body.Member(name) is { ValueKind: not JsonValueKind.String } value)
            return value;
        if (Text(name) is not { Length: > 0 } text)
            return null;
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            throw Refusal.BadRequest($"object expected as {name}");
        }
    }

    /// <summary>The file that a parameter carries: a part of the same name, or one named by <c>attach://</c>.</summary>
    public IFormFile? File(string name)
    {
        if (files is null)
            return null;
        const string Attach = "attach://";
        return Text(name) is { } reference && reference.StartsWith(Attach, StringComparison.Ordinal)
            ? files.GetFile(reference[Attach.Length..])
            : files.GetFile(name);
    }
}
