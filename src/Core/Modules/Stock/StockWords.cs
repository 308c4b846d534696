using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Stock;

/// <summary>Says of each word of a field what it is. Positions are those of the line.</summary>
internal static class StockWords
{
    private const string Around = " \t\f\v\"";

    // Beside a number, so few digits are an id, a price, a place; what has more was meant as a number.
    private const int FewDigits = 7;

    public static void Read(ReadOnlySpan<char> text, int start, int end, List<StockPart> parts)
    {
        while (StockLink.Find(text[start..end]) is var at and >= 0)
        {
            ReadWords(text, start, start + at, parts);
            start += at;
            var length = text[start..end].IndexOfAny(Around) is var stop and >= 0 ? stop : end - start;
            parts.Add(
                StockLink.Read(text.Slice(start, length)).TryGet(out var address, out var error)
                    ? new StockPart(StockPartKind.Link, start, length) { Address = address }
                    : new StockPart(StockPartKind.NoLink, start, length) { Error = error }
            );
            start += length;
        }

        ReadWords(text, start, end, parts);
    }

    private static void ReadWords(ReadOnlySpan<char> text, int start, int end, List<StockPart> parts)
    {
        start += text[start..end].Length - text[start..end].TrimStart(Around).Length;
        var field = text[start..end].TrimEnd(Around);
        end = start + field.Length;
        if (field.IsEmpty)
            return;
        if (!field.ContainsAnyInRange('0', '9') && field.IndexOfAny("/.") < 0)
        {
            if (HasContent(field))
                parts.Add(new StockPart(StockPartKind.Note, start, field.Length));
            return;
        }

        if (Ordinal(field) is > 0 and var ordinal && PhoneNumber.ParsePlain(field[ordinal..]).IsOk)
        {
            parts.Add(new StockPart(StockPartKind.Note, start, ordinal));
            start += ordinal;
        }

        var whole = IsDate(field) ? PhoneNumberText.Wrong("not-a-phone-number") : PhoneNumber.ParsePlain(text[start..end]);
        if (whole.IsOk || whole.Error is Error.Invalid { Reason: "has-extension" or "rounded-by-spreadsheet" })
            parts.Add(Of(whole, start, end));
        else
            ReadEach(text, start, end, parts);
    }

    // Digits that stand together, over blanks, dashes and slashes, are looked at together.
    private static void ReadEach(ReadOnlySpan<char> text, int start, int end, List<StockPart> parts)
    {
        var run = new StockRun(parts);
        for (var at = start; at < end; )
        {
            var length = text[at..end].IndexOfAny(Around) is var blank and >= 0 ? blank : end - at;
            var stop = at + length;
            if (IsDate(text[at..stop]))
            {
                run.End(text);
                parts.Add(new StockPart(StockPartKind.Note, at, length));
            }
            else if (StockLink.IsBare(text[at..stop]))
            {
                run.End(text);
                parts.Add(new StockPart(StockPartKind.NoLink, at, length) { Error = StockLink.Wrong("not-a-link") });
            }
            else
            {
                for (; at < stop; at += length)
                {
                    length = Piece(text[at..stop]);
                    ReadPiece(text, at, at + length, run, parts);
                }
            }

            at = stop + 1;
        }

        run.End(text);
    }

    private static void ReadPiece(ReadOnlySpan<char> text, int start, int end, StockRun run, List<StockPart> parts)
    {
        var piece = text[start..end];
        if (!HasContent(piece))
            return;
        if (IsDigits(piece))
        {
            run.Add(start, end, Digits(piece));
            return;
        }

        run.End(text);
        // phone=5550001234
        var value = start + piece.LastIndexOfAny(":=") + 1;
        var read = PhoneNumber.ParsePlain(piece) is { IsOk: true } whole ? whole : PhoneNumber.ParsePlain(text[value..end]);
        if (Digits(piece) < FewDigits && read.Error is not Error.Invalid { Reason: "rounded-by-spreadsheet" })
            parts.Add(new StockPart(StockPartKind.Note, start, end - start));
        else
            parts.Add(Of(read, start, end));
    }

    internal static StockPart Of(Result<PhoneNumber> read, int start, int end) =>
        read.TryGet(out var number, out var error)
            ? new StockPart(StockPartKind.Number, start, end - start) { Number = number }
            : new StockPart(StockPartKind.NoNumber, start, end - start) { Error = error };

    internal static bool IsFew(int digits) => digits < FewDigits;

    internal static int Digits(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
            count += char.IsAsciiDigit(c) ? 1 : 0;
        return count;
    }

    /// <summary>The length of <c>1.</c> or <c>1)</c> before something else.</summary>
    internal static int Ordinal(ReadOnlySpan<char> text)
    {
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and < FewDigits && text[digits] is '.' or ')' && digits + 1 < text.Length && text[digits + 1] == ' '
            ? digits + 1
            : 0;
    }

    // Up to the next plus, which begins a number unless it is an exponent's, or to a slash.
    private static int Piece(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (
                text[i] == '/'
                || (PhoneNumberText.IsPlus(text[i]) && !(text[i - 1] is 'e' or 'E' && i > 1 && char.IsAsciiDigit(text[i - 2])))
            )
                return i;
        }

        return text.Length;
    }

    private static bool HasContent(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
                return true;
        }

        return false;
    }

    private static bool IsDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text.Trim(PhoneNumberText.Around))
        {
            if (!char.IsAsciiDigit(c) && !PhoneNumberText.IsPlus(c) && !PhoneNumberText.IsBetween(c))
                return false;
        }

        return true;
    }

    // 2026-11-30, 30.11.2026, and with a time behind it.
    private static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length >= 10
        && (text.Length == 10 || !char.IsAsciiDigit(text[10]))
        && (IsDay(text, 4, 7, year: 0) || IsDay(text, 2, 5, year: 6));

    private static bool IsDay(ReadOnlySpan<char> text, int first, int second, int year) =>
        text[first] is '-' or '.' or '/' && text[first] == text[second] && text.Slice(year, 2) is "19" or "20" && Digits(text[..10]) == 8;
}
