using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>After the clock was set back, what is to be told is told.</summary>
internal sealed class NotificationClock : IReaction<ClockSetBack>
{
    public void Write(StatementBatch batch, IReadOnlyList<ClockSetBack> events)
    {
        var clock = events[^1];
        batch.Add(
            "update notifications set due_at = @now where done_at is null and due_at > @latest",
            row: null,
            ("now", clock.Now),
            ("latest", clock.Latest)
        );
    }
}
