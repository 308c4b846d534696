using System.Globalization;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Customers;

namespace XthonBot.Core.Modules.Growth;

/// <summary>The section <c>Bonus</c> of the configuration.</summary>
public sealed class BonusOptions
{
    /// <summary>How long a deposit counts.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(30);

    /// <summary>The tiers of the bonus that payments earn; none is off.</summary>
    public Dictionary<string, BonusTierOptions> Tiers { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyList<BonusTier> Read() => [.. Tiers.Values.Select(tier => new BonusTier(Money.Parse(tier.From).Value, tier.Percent))];
}

/// <summary>One tier, <c>Bonus:Tiers:&lt;n&gt;</c>.</summary>
public sealed class BonusTierOptions
{
    /// <summary>The least that has to be paid in within the period, in dollars.</summary>
    public string From { get; set; } = "";

    /// <summary>1 to 90, taken off every list price.</summary>
    public int Percent { get; set; }
}

internal sealed class BonusOptionsCheck : OptionsCheck<BonusOptions>
{
    private const int Most = 20;

    protected override IEnumerable<string?> Problems(BonusOptions options)
    {
        if (options.Tiers.Count > Most)
            yield return $"Bonus:Tiers has {options.Tiers.Count} tiers; it must have up to {Most}.";
        var tiers = new List<(string Key, Money From, int Percent)>();
        foreach (var (name, tier) in options.Tiers)
        {
            var key = "Bonus:Tiers:" + name;
            if (!Money.ParsePositive(tier.From).TryGet(out var from, out _))
                yield return $"{key}:From is {Setting.Quoted(tier.From)}; it must be the amount in dollars from which {key}:Percent holds.";
            else if (tier.Percent is < 1 or > 90)
                yield return Line($"{key}:Percent is '{tier.Percent}'; with {key}:From it must be a whole number from 1 to 90.");
            else
                tiers.Add((key, from, tier.Percent));
        }

        tiers.Sort((one, other) => one.From.CompareTo(other.From));
        foreach (var (below, tier) in tiers.Zip(tiers.Skip(1)))
        {
            if (tier.From == below.From)
                yield return $"{tier.Key}:From is '{tier.From}', as {below.Key}:From is; each tier must begin elsewhere.";
            else if (tier.Percent <= below.Percent)
                yield return Line($"{tier.Key}:Percent is '{tier.Percent}'; it must be more than {below.Key}:Percent, ")
                    + Line($"which is '{below.Percent}' from less money on.");
        }
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
