using System.Text;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Stock;

/// <summary>
/// Reads stock lists: numbers in any layout, one a line or many, and beside a number the link where its texts can be read.
/// </summary>
public static class StockFile
{
    /// <summary>Skips empty lines; what is no number is reported, never fatal and never dropped.</summary>
    public static IEnumerable<StockLine> Read(TextReader reader, StockReading? reading = null)
    {
        reading ??= new StockReading();
        var parser = new StockParser(reading);
        var lines = new List<StockLine>();
        StockLine? held = null;
        foreach (var piece in StockPieces.Read(reader))
        {
            parser.Read(piece, lines);
            foreach (var line in lines)
            {
                if (held is not null)
                    yield return held;
                held = line;
                if (reading.MayBeCut)
                    continue;
                yield return line;
                held = null;
            }

            lines.Clear();
        }

        if (held is not null)
            yield return IsComplete(held, reading)
                ? held
                : StockLine.Refused(held.Line, new Error.Invalid("number", "may-be-cut"), parser.Tail.AsSpan().Trim());
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

    /// <summary>Whether it is no text because a spreadsheet wrote it, in its own form or as an archive.</summary>
    public static bool LooksLikeSpreadsheet(ReadOnlySpan<byte> content) =>
        content.StartsWith("PK\x03\x04"u8) || content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>The text of a file: UTF-8, or UTF-16 where its mark says so.</summary>
    public static TextReader Open(Stream content) => new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);

    // Eleven digits after a plus and 1 are all there are. Of others nobody knows how many were to come, nor whether a link was.
    private static bool IsComplete(StockLine last, StockReading reading) =>
        !reading.HasLinks && last.Number.TryGet(out var number, out _) && !number.IsUnusual && number.E164[1] == '1';

    private static bool HasWideMark(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
}
