using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Stock;

/// <summary>
/// Groups of digits that stand beside each other. They are parted into numbers where there is one way to do it; where there is none, or
/// several, no number is made of them.
/// </summary>
internal sealed class StockRun(List<StockPart> parts)
{
    private const int MostGroups = 16;
    private const int MostDigits = 15;

    private readonly List<(int Start, int End, int Digits)> groups = [];

    public void Add(int start, int end, int digits) => groups.Add((start, end, digits));

    public void End(ReadOnlySpan<char> text)
    {
        var from = 0;
        // 2) before a number that has no plus.
        if (groups.Count > 1 && StockWords.Ordinal(string.Concat(text[groups[0].Start..groups[0].End], " .")) > 0)
            Note(0, from = 1);
        for (var i = from + 1; i <= groups.Count; i++)
        {
            if (i < groups.Count && !HasPlus(text, i))
                continue;
            if (!HasPlus(text, from) && StockWords.IsFew(groups[from..i].Sum(group => group.Digits)))
                Note(from, i);
            else
                Part(text, from, i);
            from = i;
        }

        groups.Clear();
    }

    private bool HasPlus(ReadOnlySpan<char> text, int group) =>
        text[groups[group].Start..groups[group].End].IndexOfAny("+\uFE62\u207A\u2795") >= 0;

    private void Note(int from, int to) =>
        parts.Add(new StockPart(StockPartKind.Note, groups[from].Start, groups[to - 1].End - groups[from].Start));

    // From the end: in how many ways the groups from here on are numbers, of a usual length and of any; more than one is two.
    private void Part(ReadOnlySpan<char> text, int from, int to)
    {
        var count = to - from;
        var usual = new byte[count + 1];
        var any = new byte[count + 1];
        usual[count] = any[count] = 1;
        for (var i = count - 1; i >= 0; i--)
        {
            for (var j = i + 1; j <= Math.Min(count, i + MostGroups) && HasFewDigits(from + i, from + j); j++)
            {
                if (!Read(text, from + i, from + j).TryGet(out var number, out _))
                    continue;
                any[i] = (byte)Math.Min(2, any[i] + any[j]);
                usual[i] = (byte)Math.Min(2, usual[i] + (number.IsUnusual ? 0 : usual[j]));
            }
        }

        var ways = usual[0] > 0 ? usual : any;
        if (ways[0] != 1)
        {
            var (start, end) = (groups[from].Start, groups[to - 1].End);
            parts.Add(
                StockWords.Of(
                    ways[0] > 1
                        ? PhoneNumberText.Wrong("several-readings")
                        : Read(text, from, to).Error ?? PhoneNumberText.Wrong("not-a-phone-number"),
                    start,
                    end
                )
            );
            return;
        }

        for (var i = 0; i < count; )
        {
            var next = i + 1;
            while (
                ways[next] == 0 || !Read(text, from + i, from + next).TryGet(out var number, out _) || (ways == usual && number.IsUnusual)
            )
                next++;
            parts.Add(StockWords.Of(Read(text, from + i, from + next), groups[from + i].Start, groups[from + next - 1].End));
            i = next;
        }
    }

    // One group is read in any case: the report has to give a reason.
    private bool HasFewDigits(int from, int to) => to == from + 1 || groups[from..to].Sum(group => group.Digits) <= MostDigits + 5;

    private Result<PhoneNumber> Read(ReadOnlySpan<char> text, int from, int to) =>
        PhoneNumber.ParsePlain(text[groups[from].Start..groups[to - 1].End]);
}
