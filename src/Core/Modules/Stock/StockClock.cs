using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Stock;

/// <summary>After the clock was set back, links are asked again, and no number rests longer than it should.</summary>
internal sealed class StockClock(IOptions<StockOptions> stock) : IReaction<ClockSetBack>
{
    public void Write(StatementBatch batch, IReadOnlyList<ClockSetBack> events)
    {
        var clock = events[^1];
        batch.Add(
            $"update numbers set poll_at = @now where status = {(int)NumberStatus.Held} and poll_at > @latest",
            row: null,
            ("now", clock.Now),
            ("latest", clock.Latest)
        );
        batch.Add(
            $"update numbers set free_since = @now where status in ({(int)NumberStatus.Free}, {(int)NumberStatus.CoolingDown}) and free_since > @latest",
            row: null,
            ("now", clock.Now),
            ("latest", clock.Latest)
        );
        batch.Add(
            $"update numbers set available_at = @rest where status = {(int)NumberStatus.CoolingDown} and available_at > @rest",
            row: null,
            ("rest", clock.Latest + stock.Value.CoolDown)
        );
    }
}
