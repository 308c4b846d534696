namespace XthonBot.Core.Tests.Growth;

/// <summary>
/// What a customer should have, by a plain stack: a deposit is put on it, a debit is taken from its top, and what has been there for
/// thirty days is left out.
/// </summary>
internal sealed class BonusModel(params (long From, int Percent)[] tiers)
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(30);
    private readonly List<Movement> movements = [];
    private int? byHand;

    public void Deposit(string name, long minor, DateTime at) => movements.Add(new Movement(name, minor, at));

    public void Debit(long minor, DateTime at) => movements.Add(new Movement("", -minor, at));

    public void Reverse(string name) => movements.RemoveAll(m => m.Name == name);

    public void SetByHand(int? percent) => byHand = percent;

    public long PaidIn(DateTime now)
    {
        var stack = new Stack<long>();
        foreach (var movement in movements.Where(m => m.At > now - Period))
        {
            if (movement.Minor > 0)
            {
                stack.Push(movement.Minor);
                continue;
            }

            var taken = -movement.Minor;
            while (taken > 0 && stack.TryPop(out var top))
            {
                if (top > taken)
                    stack.Push(top - taken);
                taken -= Math.Min(top, taken);
            }
        }

        return stack.Sum();
    }

    public int Percent(DateTime now) => byHand ?? Earned(now);

    /// <summary>When the earned bonus falls if nothing more happens.</summary>
    public DateTime? Until(DateTime now) =>
        byHand is not null || Earned(now) is not (> 0 and var percent)
            ? null
            : movements.Select(m => m.At + Period).Where(at => at > now).Order().First(at => Earned(at) < percent);

    private int Earned(DateTime now) => tiers.Where(tier => tier.From <= PaidIn(now)).Select(tier => tier.Percent).DefaultIfEmpty().Max();

    private sealed record Movement(string Name, long Minor, DateTime At);
}
