using System.Buffers;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Stock;

/// <summary>
/// Reads the lines of one list. Of every word it is decided what it is: a number, a link, a note beside them, or the reason why a number
/// is missing. None is left over.
/// </summary>
internal sealed class StockParser(StockReading reading)
{
    // A line of nothing else is an empty row of a spreadsheet, or a rule between two parts.
    private static readonly SearchValues<char> Nothing = SearchValues.Create(" \t\f\v,;|\"'-_*=#");

    private readonly List<StockPart> parts = [];
    private StockHeader? header;
    private bool isBegun;

    /// <summary>From the last number to the end of its line.</summary>
    public string Tail { get; private set; } = "";

    public void Read(StockPiece piece, List<StockLine> lines)
    {
        var text = PlainText.Of(piece.Text);
        if (!piece.IsWhole)
            lines.Add(StockLine.Refused(piece.Line, Wrong("line-too-long"), text));
        else if (!text.AsSpan().ContainsAnyExcept(Nothing) || IsHeader(text))
            return;
        else if (header is null && text[0] == '+' && PhoneNumber.ParsePlain(text).TryGet(out var number, out _))
        {
            lines.Add(new StockLine(piece.Line, Result.Ok(number)));
            Tail = text;
        }
        else
            ReadParts(piece.Line, text, lines);
    }

    private bool IsHeader(string text)
    {
        if (isBegun)
            return false;
        // For spreadsheets: which separator follows.
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            return true;
        isBegun = true;
        header = StockHeader.Read(text);
        reading.Header = header is null ? null : text.Trim();
        return header is not null;
    }

    private void ReadParts(int line, string text, List<StockLine> lines)
    {
        parts.Clear();
        if (header is null)
            ReadFields(text, 0);
        else
            ReadColumns(text, header);

        if (!parts.Exists(part => part.IsNumber))
        {
            lines.Add(
                StockLine.Refused(
                    line,
                    parts.Find(part => part.Kind is StockPartKind.Link or StockPartKind.NoLink) is { } link
                        ? link.Error ?? StockLink.Wrong("link-without-number")
                        : PhoneNumber.Parse(text).Error ?? PhoneNumberText.Wrong("not-a-phone-number"),
                    text.AsSpan().Trim()
                )
            );
            return;
        }

        Join(line, text, lines);
        var isAlone = parts.Count(part => part.IsNumber) == 1;
        foreach (var part in parts.Where(part => part.IsNumber))
        {
            var written = isAlone
                ? text.AsSpan().Trim()
                : text.AsSpan(part.Start, Math.Max(part.End, part.Link?.End ?? 0) - part.Start).Trim();
            lines.Add(
                (part.Error ?? part.Link?.Error) is { } error
                    ? StockLine.Refused(line, error, written)
                    : new StockLine(line, Result.Ok(part.Number), part.Link?.Address)
            );
            Tail = isAlone ? text : text[part.Start..];
        }
    }

    private void ReadFields(ReadOnlySpan<char> text, int at)
    {
        var hasQuotes = (text.Count('"') & 1) == 0;
        var first = '\0';
        while (true)
        {
            var (length, separator) = StockFields.Next(text[at..], '\0', hasQuotes, ref first);
            StockWords.Read(text, at, at + length, parts);
            if (separator == 0)
                return;
            at += length + separator;
        }
    }

    private void ReadColumns(ReadOnlySpan<char> text, StockHeader columns)
    {
        var hasQuotes = (text.Count('"') & 1) == 0;
        var first = columns.Separator;
        for (var (at, column) = (0, 0); ; column++)
        {
            var (length, separator) = StockFields.Next(text[at..], columns.Separator, hasQuotes, ref first);
            ReadColumn(columns.At(column), text[..(at + length)], at);
            if (separator == 0)
                return;
            at += length + separator;
        }
    }

    // The name of a column decides, also where something else stands in it.
    private void ReadColumn(StockColumn column, ReadOnlySpan<char> text, int at)
    {
        var field = text[at..].Trim(" \"");
        if (field.IsEmpty)
            return;
        var before = parts.Count;
        if (column != StockColumn.Note)
            ReadFields(text, at);
        if (
            column == StockColumn.Unknown
            || parts.FindIndex(
                before,
                part => column == StockColumn.Number ? part.IsNumber : part.Kind is StockPartKind.Link or StockPartKind.NoLink
            ) >= 0
        )
            return;

        parts.RemoveRange(before, parts.Count - before);
        parts.Add(
            column switch
            {
                StockColumn.Number => new StockPart(StockPartKind.NoNumber, at, text.Length - at)
                {
                    Error = PhoneNumber.ParsePlain(field).Error ?? PhoneNumberText.Wrong("not-a-phone-number"),
                },
                StockColumn.Link => new StockPart(StockPartKind.NoLink, at, text.Length - at) { Error = StockLink.Wrong("not-a-link") },
                _ => new StockPart(StockPartKind.Note, at, text.Length - at),
            }
        );
    }

    // A link belongs to the number before it; where that has one already, or there is none, to the number behind it.
    private void Join(int line, string text, List<StockLine> lines)
    {
        StockPart? last = null;
        StockPart? waits = null;
        foreach (var part in parts)
        {
            if (part.IsNumber)
            {
                (part.Link, waits) = (waits, null);
                last = part;
            }
            else if (part.Kind == StockPartKind.Note)
                reading.Note(text.AsSpan(part.Start, part.Length).Trim(" \""));
            else if (last is { Link: null })
                last.Link = part;
            else
            {
                Refuse(waits);
                waits = part;
            }
        }

        Refuse(waits);
        reading.HasLinks |= parts.Exists(part => part.Link is not null);

        void Refuse(StockPart? link)
        {
            if (link is not null)
                lines.Add(StockLine.Refused(line, StockLink.Wrong("link-without-number"), text.AsSpan(link.Start, link.Length)));
        }
    }

    private static Error.Invalid Wrong(string reason) => PhoneNumberText.Wrong(reason);
}
