namespace XthonBot.Core.Modules.Stock;

/// <param name="IsWhole">False for the beginning of a line that is too long and has no place where it could be parted.</param>
internal readonly record struct StockPiece(int Line, string Text, bool IsWhole);

/// <summary>Reads a list line by line, a line of any length piece by piece: what is held in memory does not grow with the list.</summary>
internal static class StockPieces
{
    private const int MostAtOnce = 32 * 1024;

    public static IEnumerable<StockPiece> Read(TextReader reader)
    {
        var buffer = new char[MostAtOnce];
        var (line, start, end) = (1, 0, 0);
        var (isRubbish, afterReturn, isOver) = (false, false, false);
        while (true)
        {
            // \r\n is one end of a line, also where it lies across two reads.
            if (afterReturn && start < end)
            {
                start += buffer[start] == '\n' ? 1 : 0;
                afterReturn = false;
            }

            var length = buffer.AsSpan(start, end - start).IndexOfAny('\r', '\n');
            if (length >= 0)
            {
                if (!isRubbish)
                    yield return new StockPiece(line, new string(buffer, start, length), true);
                afterReturn = buffer[start + length] == '\r';
                (isRubbish, start, line) = (false, start + length + 1, line + 1);
                continue;
            }

            if (isOver)
            {
                if (!isRubbish && end > start)
                    yield return new StockPiece(line, new string(buffer, start, end - start), true);
                yield break;
            }

            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }
            else if (end == buffer.Length)
            {
                var parting = isRubbish ? 0 : Parting(buffer);
                if (!isRubbish)
                    yield return new StockPiece(line, new string(buffer, 0, parting > 0 ? parting : end), parting > 0);
                isRubbish = parting == 0;
                start = parting > 0 ? parting : end;
                continue;
            }

            var read = reader.Read(buffer, end, buffer.Length - end);
            isOver = read == 0;
            end += read;
        }
    }

    // Between two numbers: behind a separator, or before a plus.
    private static int Parting(char[] buffer)
    {
        var separator = buffer.AsSpan().LastIndexOfAny(StockFields.Separators) + 1;
        var plus = buffer.AsSpan().LastIndexOf('+');
        return Math.Max(separator, plus);
    }
}
