using System.Text;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Stock;

/// <summary>A line of a stock list: a number, or why there is none.</summary>
/// <param name="Line">From 1, as an editor counts.</param>
/// <param name="Link">Where the number's texts can be read, an http(s) address; null where a gateway brings them.</param>
public sealed record StockLine(int Line, Result<PhoneNumber> Number, string? Link = null)
{
    /// <summary>In characters.</summary>
    public const int MostLinkLength = 2_000;

    // A record would print the link, which may carry a secret.
    public override string ToString() => $"{Line}: {Number}";
}

/// <summary>Reads stock lists: one number a line; of a CSV line, its first field, and its second where that is a link.</summary>
public static class StockFile
{
    /// <summary>Skips empty lines; an odd line is reported, never fatal.</summary>
    public static IEnumerable<StockLine> Read(TextReader reader)
    {
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.AsSpan().Trim().Length > 0)
                yield return ReadLine(line, text.AsSpan().Trim());
        }
    }

    private static StockLine ReadLine(int line, ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(',', ';', '\t');
        var field = (end < 0 ? text : text[..end]).Trim().Trim('"').Trim();
        var number = field.Length > 64 ? new Error.Invalid("number", "not-a-phone-number") : PhoneNumber.Parse(field.ToString());
        if (end < 0 || !number.IsOk)
            return new StockLine(line, number);
        var link = StockLink.Read(text[(end + 1)..], text[end]);
        return link.TryGet(out var address, out var problem) ? new StockLine(line, number, address) : new StockLine(line, problem);
    }

    /// <summary>Whether the bytes are text at all. Pictures, archives and documents hold control bytes within their first block.</summary>
    public static bool LooksLikeText(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("%PDF"u8))
            return false;
        if (HasWideMark(content))
            return true;
        var head = content[..Math.Min(content.Length, 8192)];
        var odd = 0;
        foreach (var b in head)
        {
            if (b == 0)
                return false;
            if (b < 32 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
                odd++;
        }

        return odd * 20 <= head.Length && content.IndexOf((byte)0) < 0;
    }

    /// <summary>The text of a file: UTF-8, or UTF-16 where its mark says so.</summary>
    public static TextReader Open(Stream content) => new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);

    private static bool HasWideMark(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
}
