using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>What became of a delivery, as it is written down: done, or due again.</summary>
internal sealed record DeliveryNote(long Id, DateTime? DoneAt, long? SentMessageId, string? Failure, DateTime? DueAt)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    public static DeliveryNote Of(Delivery delivery, DeliveryOutcome outcome, DateTime now) => outcome switch
    {
        DeliveryOutcome.Sent sent => new DeliveryNote(delivery.Id, now, sent.MessageId, null, null),
        DeliveryOutcome.GivenUp gone => new DeliveryNote(delivery.Id, now, null, gone.Reason, null),
        _ => new DeliveryNote(
            delivery.Id, null, null, null, now + TimeSpan.FromSeconds(Math.Min(Math.Pow(2, delivery.Attempts), LongestPause.TotalSeconds))),
    };
}

/// <summary>Writes down any number of outcomes at once: of a burst, many come back together.</summary>
internal sealed class DeliveryNotes : IWriteSet<DeliveryNote, Done>
{
    private static readonly RowStatement<DeliveryNote> NoteSql = new(
        """
        update notifications set done_at = r.done, sent_message_id = coalesce(r.sent, sent_message_id), failure = r.why,
            due_at = coalesce(r.due, due_at), lease_until = case when r.done is null then null else lease_until end
        from {rows} where notifications.id = r.note_id
        """,
        RowStatement<DeliveryNote>.Of("note_id", n => n.Id),
        RowStatement<DeliveryNote>.Of("done", n => n.DoneAt),
        RowStatement<DeliveryNote>.Of("sent", n => n.SentMessageId),
        RowStatement<DeliveryNote>.Of("why", n => n.Failure),
        RowStatement<DeliveryNote>.Of("due", n => n.DueAt));

    public LockOrder Locks => LockOrder.Rest;

    public async Task<IReadOnlyList<Done>> RunAsync(StoreDbContext db, IReadOnlyList<DeliveryNote> commands, CancellationToken ct)
    {
        await NoteSql.RunAsync(db, commands, null, ct);
        return new Done[commands.Count];
    }
}
