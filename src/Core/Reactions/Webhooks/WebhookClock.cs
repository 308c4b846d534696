using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>After the clock was set back, deliveries are tried again.</summary>
internal sealed class WebhookClock : IReaction<ClockSetBack>
{
    public void Write(StatementBatch batch, IReadOnlyList<ClockSetBack> events)
    {
        var clock = events[^1];
        batch.Add(
            "update webhook_deliveries set due_at = @now where due_at > @latest",
            row: null,
            ("now", clock.Now),
            ("latest", clock.Latest)
        );
    }
}
