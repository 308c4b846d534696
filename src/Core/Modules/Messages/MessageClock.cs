using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Messages;

/// <summary>After the clock was set back, messages in parts wait no longer than they should.</summary>
internal sealed class MessageClock : IReaction<ClockSetBack>
{
    public void Write(StatementBatch batch, IReadOnlyList<ClockSetBack> events)
    {
        var clock = events[^1];
        batch.Add(
            "update long_messages set started_at = @now where given_at is null and started_at > @latest",
            row: null,
            ("now", clock.Now),
            ("latest", clock.Latest)
        );
        batch.Add(
            "update message_parts set stored_at = @now where stored_at > @latest",
            row: null,
            ("now", clock.Now),
            ("latest", clock.Latest)
        );
    }
}
