using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Core.Modules.Growth;

/// <summary>Sets the bonus by what customers paid in, in the transaction in which that changes.</summary>
public sealed class BonusTiers(IOptions<BonusOptions> options) : IReaction<PaidInChanged>, IReaction<BonusToEarn>
{
    private readonly EarnedBonus rule = new(options.Value.Read());

    public bool AreOn => rule.Tiers.Count > 0;

    internal EarnedBonus Rule => rule;

    void IReaction<PaidInChanged>.Write(StatementBatch batch, IReadOnlyList<PaidInChanged> events) =>
        Write(batch, events.Select(e => (e.Customer, e.At)));

    void IReaction<BonusToEarn>.Write(StatementBatch batch, IReadOnlyList<BonusToEarn> events) =>
        Write(batch, events.Select(e => (e.Customer, e.At)));

    internal static DateTime Since(DateTime now) => now - BonusOptions.Period;

    // Without tiers nobody earns; what was earned before is taken at the start, see ReviewBonusesHandler.
    private void Write(StatementBatch batch, IEnumerable<(CustomerId Customer, DateTime At)> changed)
    {
        if (AreOn)
            batch.Add(
                rule.Update,
                [.. changed.GroupBy(c => c.Customer).Select(c => new EarnedBonus.Counted(c.Key, Since(c.Max(one => one.At))))],
                row: null
            );
    }
}
