using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Notifications;

/// <param name="Payment">Null where it is about none.</param>
/// <param name="HasFile">Whether the text stands under a picture or a file.</param>
public sealed record SentCard(long NotificationId, PaymentId? Payment, long Chat, int MessageId, bool HasFile);

/// <summary>Remembers which messages of the operators' chats show a notification, so that each is shown once and can be changed.</summary>
public sealed class KeepOperatorCardsHandler(Store store, TimeProvider time)
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    /// <summary>Notes one; the same one again changes nothing.</summary>
    public async Task AddAsync(SentCard card, CancellationToken ct)
    {
        var now = time.UtcNow();
        try
        {
            await store.WriteAsync(
                (db, token) =>
                {
                    db.Add(
                        new OperatorCard(card.NotificationId, (card.Payment ?? default).Value, card.Chat, card.MessageId, card.HasFile, now)
                    );
                    return db.SaveChangesAsync(token);
                },
                ct
            );
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            // It was noted when the notification was delivered first.
        }
    }

    /// <summary>All that were sent for a payment, the oldest first.</summary>
    public async Task<IReadOnlyList<SentCard>> ListAsync(PaymentId payment, CancellationToken ct) =>
        await store.ReadAsync(
            (db, token) =>
                db
                    .OperatorCards.Where(c => c.PaymentId == payment.Value)
                    .OrderBy(c => c.Id)
                    .Select(c => new SentCard(c.NotificationId, payment, c.Chat, c.MessageId, c.HasFile))
                    .ToListAsync(token),
            ct
        );

    /// <summary>The chats in which a notification is shown already.</summary>
    public async Task<IReadOnlyCollection<long>> ChatsAsync(long notification, CancellationToken ct) =>
        await store.ReadAsync(
            (db, token) => db.OperatorCards.Where(c => c.NotificationId == notification).Select(c => c.Chat).ToListAsync(token),
            ct
        );

    /// <summary>Forgets those of long ago.</summary>
    public Task<int> PurgeAsync(CancellationToken ct)
    {
        var before = time.UtcNow() - Retention;
        return store.WriteAsync((db, token) => db.OperatorCards.Where(c => c.At < before).ExecuteDeleteAsync(token), ct);
    }
}
