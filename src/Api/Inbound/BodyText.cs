using System.Text;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;

namespace XthonBot.Api.Inbound;

/// <summary>Decodes a body: by its byte order mark, by its content type, or else as UTF-8.</summary>
internal static class BodyText
{
    private static readonly Encoding[] Marked = [Encoding.UTF8, Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode];

    public static string Decode(ReadOnlySpan<byte> body, string? contentType)
    {
        foreach (var encoding in Marked)
        {
            if (body.StartsWith(encoding.Preamble))
                return encoding.GetString(body[encoding.Preamble.Length..]);
        }

        // JSON begins with a character of ASCII, so zeros tell where the others of its code are.
        var guess = body switch
        {
            [0, not 0, ..] => Encoding.BigEndianUnicode,
            [not 0, 0, not 0, ..] or [not 0, 0] => Encoding.Unicode,
            // A body that claims to be UTF-8 and is not comes mostly from a program that ignores encodings.
            _ => Utf8.IsValid(body) ? Encoding.UTF8 : Named(contentType) ?? Encoding.UTF8,
        };
        // Some of Latin-1 is also UTF-8, and means something else there.
        if (guess == Encoding.UTF8 && Named(contentType) is { } named)
            guess = named;
        return guess.GetString(body);
    }

    private static Encoding? Named(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.Charset.Length == 0)
            return null;
        var name = HeaderUtilities.RemoveQuotes(type.Charset).ToString();
        try
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
            // Encodings of two and four bytes were recognized by their zeros before.
            return encoding.CodePage is 1200 or 1201 or 12000 or 12001 ? null : encoding;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
