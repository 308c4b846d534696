using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>After the clock was set back, leases last no longer than they may from now on; whoever lives renews them.</summary>
internal sealed class DurabilityClock(LeaseTimings terms) : IReaction<ClockSetBack>
{
    public void Write(StatementBatch batch, IReadOnlyList<ClockSetBack> events)
    {
        var clock = events[^1];
        batch.Add(
            "update kept_replies set lease_until = @lease where status is null and lease_until > @lease",
            row: null,
            ("lease", clock.LongestLease)
        );
        batch.Add("update leases set until = @life where until > @life", row: null, ("life", clock.Latest + terms.Duration));
    }
}
