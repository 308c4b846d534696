using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>The result of a delivery as it is stored: done, or due again.</summary>
/// <param name="Failure">Why it is given up, if so.</param>
internal sealed record DeliveryResult(Delivery Delivery, DateTime? DoneAt, long? SentMessageId, string? Failure, DateTime? DueAt)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    public static DeliveryResult Of(Delivery delivery, DeliveryOutcome outcome, DateTime now) =>
        outcome switch
        {
            DeliveryOutcome.Sent sent => new DeliveryResult(delivery, now, sent.MessageId, null, null),
            DeliveryOutcome.GivenUp gone => new DeliveryResult(delivery, now, null, gone.Reason, null),
            _ => new DeliveryResult(
                delivery,
                null,
                null,
                null,
                now + TimeSpan.FromSeconds(Math.Min(Math.Pow(2, delivery.Attempts), LongestPause.TotalSeconds))
            ),
        };
}

/// <summary>Writes down any number of outcomes at once: of a burst, many come back together.</summary>
internal sealed class DeliveryResults : IBatchWrite<DeliveryResult, Done>
{
    private static readonly RowStatement<DeliveryResult> NoteSql = new(
        """
        update notifications set done_at = r.done, sent_message_id = coalesce(r.sent, sent_message_id), failure = r.why,
            due_at = coalesce(r.due, due_at), lease_until = case when r.done is null then null else lease_until end
        from {rows} where notifications.id = r.note_id
        """,
        RowStatement<DeliveryResult>.Of("note_id", n => n.Delivery.Id),
        RowStatement<DeliveryResult>.Of("done", n => n.DoneAt),
        RowStatement<DeliveryResult>.Of("sent", n => n.SentMessageId),
        RowStatement<DeliveryResult>.Of("why", n => n.Failure),
        RowStatement<DeliveryResult>.Of("due", n => n.DueAt)
    );

    public LockOrder Locks => LockOrder.Rest;

    public async Task<IReadOnlyList<Done>> RunAsync(StoreDbContext db, IReadOnlyList<DeliveryResult> commands, CancellationToken ct)
    {
        await NoteSql.RunAsync(db, commands, null, ct);
        foreach (var (told, at, _, failure, _) in commands)
        {
            if (failure is not null && at is { } givenUp)
                db.Publish(new WorkGivenUp(DeadLetterKind.Notification, told.Id, told.TelegramId, told.Kind.ToString(), failure, givenUp));
        }

        return new Done[commands.Count];
    }
}
