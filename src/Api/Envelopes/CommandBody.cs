using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace XthonBot.Api.Envelopes;

/// <summary>
/// Reads the body of a command. Clients send <c>{}</c> or a bare <c>null</c> under any content type where they have nothing to say, so what
/// it is shows in how it begins; of anything else the content type decides.
/// </summary>
internal static class CommandBody
{
    private static readonly (List<(string, string?)>, bool) Nothing = ([], true);
    private static readonly (List<(string, string?)>, bool) NoneOfThem = ([], false);

    /// <returns>Its fields: a null is one of JSON. Or that it is neither a JSON object nor a form.</returns>
    public static async ValueTask<(List<(string Name, string? Value)> Fields, bool IsOne)> ReadAsync(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return Nothing;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var text = Trim(body.GetBuffer().AsMemory(0, (int)body.Length));
        if (text.IsEmpty || text.Span.SequenceEqual("null"u8))
            return Nothing;
        if (!StringValues.IsNullOrEmpty(request.Headers.ContentEncoding) && request.Headers.ContentEncoding != "identity")
            return NoneOfThem;
        if (text.Span[0] == '{' || request.HasJsonContentType())
            return OfJson(text);
        if (!request.HasFormContentType)
            return NoneOfThem;
        body.Position = 0;
        request.Body = body;
        return await OfFormAsync(request);
    }

    private static (List<(string, string?)>, bool) OfJson(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? ([.. json.RootElement.EnumerateObject().Select(field => (field.Name, Text(field.Value)))], true)
                : NoneOfThem;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second exception is of half a surrogate pair in a name or a text.
            return NoneOfThem;
        }
    }

    // Anything but a single value becomes a text that no field takes.
    private static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };

    private static async Task<(List<(string, string?)>, bool)> OfFormAsync(HttpRequest request)
    {
        try
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var fields = form.SelectMany(field => field.Value.Select(value => (Name: field.Key, Value: value ?? "")));
            // An empty pair between two & is skipped.
            return (
                [.. fields.Where(field => field.Name.Length + field.Value.Length > 0), .. form.Files.Select(file => (file.Name, ""))],
                true
            );
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            // The last is a charset that the platform refuses to know, such as UTF-7.
            return NoneOfThem;
        }
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        return bytes.Trim(" \t\r\n"u8);
    }
}
