using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>Something between a customer and the operators is to be carried by the outbox.</summary>
/// <param name="Key">The same one is carried once.</param>
internal readonly record struct LetterWritten(NotificationKind Kind, CustomerId? To, NotificationDetail Detail, string Key, DateTime At)
    : IDomainEvent;

/// <summary>
/// Carries words between customers and operators through the outbox: what was taken is delivered, over a crash of the store as well,
/// and what is handed in again under the same key is carried once.
/// </summary>
public sealed class CarryLetterHandler(Store store, TextProtector protector, TimeProvider time)
{
    private const int LongestText = 3000;

    /// <summary>A customer's words, to every operator.</summary>
    /// <param name="key">Of the update that brought them.</param>
    public Task ToOperatorsAsync(CustomerId from, string text, string key, CancellationToken ct) =>
        CarryAsync(NotificationKind.CustomerWrote, null, new NotificationDetail.Letter(from.Value, Protect(text)), key, null, ct);

    /// <summary>A customer's request to be credited by hand, to every operator.</summary>
    /// <param name="nonce">Of the request, which is carried and credited once.</param>
    public Task ToOperatorsAsync(CustomerId from, Money amount, string nonce, CancellationToken ct) =>
        CarryAsync(
            NotificationKind.TopUpAsked,
            null,
            new NotificationDetail.AskedTopUp(from.Value, amount.Minor, nonce),
            $"topup:{from.Value}:{nonce}",
            null,
            ct
        );

    /// <summary>An operator's answer, to a customer.</summary>
    /// <param name="key">Of the update that brought it.</param>
    public Task ToCustomerAsync(CustomerId to, string text, Actor by, string key, CancellationToken ct) =>
        CarryAsync(NotificationKind.OperatorAnswered, to, new NotificationDetail.Letter(to.Value, Protect(text)), key, by, ct);

    private string Protect(string text) => protector.Protect(StorableText.Cut(text, LongestText)).Value;

    private async Task CarryAsync(
        NotificationKind kind,
        CustomerId? to,
        NotificationDetail detail,
        string key,
        Actor? by,
        CancellationToken ct
    )
    {
        var now = time.UtcNow();
        try
        {
            await store.WriteAsync(
                (db, _) =>
                {
                    db.Publish(new LetterWritten(kind, to, detail, key, now));
                    // That an operator wrote, and to whom; the words are between the two.
                    if (by is { } actor && to is { } customer)
                        db.Publish(new Audited(actor, "answer", $"customer:{customer.Value}", null, null, null, now, key));
                    return Task.FromResult(default(Done));
                },
                ct
            );
        }
        catch (Exception e) when (e.IsUniqueViolation())
        {
            // It is on its way already.
        }
    }
}

/// <summary>Writes down what is to be carried.</summary>
internal sealed class LetterNotifications(OutboxSignal signal) : IReaction<LetterWritten>
{
    private static readonly RowInsert<Notification> AddSql = new(
        "notifications",
        null,
        null,
        RowStatement<Notification>.Of("kind", n => (int)n.Kind),
        RowStatement<Notification>.Of("priority", n => n.Priority),
        RowStatement<Notification>.Of("customer_id", n => n.CustomerId),
        RowStatement<Notification>.Of("detail", n => n.Detail),
        RowStatement<Notification>.Of("key", n => n.Key),
        RowStatement<Notification>.Of("created_at", n => n.CreatedAt),
        RowStatement<Notification>.Of("due_at", n => n.DueAt),
        RowStatement<Notification>.Of("attempts", n => n.Attempts)
    );

    public void Write(StatementBatch batch, IReadOnlyList<LetterWritten> events) =>
        batch.Add(
            AddSql.Statement,
            [
                .. events.Select(e =>
                    (
                        e.To is { } customer
                            ? Notification.ForCustomer(e.Kind, customer, e.At, e.Detail)
                            : Notification.ForOperators(e.Kind, e.At, detail: e.Detail)
                    ).Once(e.Key)
                ),
            ],
            row: null
        );

    public void Committed(IReadOnlyList<LetterWritten> events) => signal.Notify();
}
