using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>After the clock was set back, suppliers are asked again, and patience with them begins anew.</summary>
internal sealed class SupplierClock : IReaction<ClockSetBack>
{
    private static readonly string IsUnderWay = $"state in ({SupplierOrderQueries.LookedAfter})";

    public void Write(StatementBatch batch, IReadOnlyList<ClockSetBack> events)
    {
        var (now, latest, lease) = (
            ("now", (object?)events[^1].Now),
            ("latest", (object?)events[^1].Latest),
            ("lease", (object?)events[^1].LongestLease)
        );
        batch.Add($"update supplies set next_at = @now where {IsUnderWay} and next_at > @latest", row: null, now, latest);
        batch.Add($"update supplies set asked_at = @now where {IsUnderWay} and asked_at > @latest", row: null, now, latest);
        batch.Add($"update supplies set created_at = @now where {IsUnderWay} and created_at > @latest", row: null, now, latest);
        batch.Add($"update supplies set lease_until = @lease where {IsUnderWay} and lease_until > @lease", row: null, lease);
        batch.Add("update supplier_offers set seen_at = @now where seen_at > @latest", row: null, now, latest);
    }
}
