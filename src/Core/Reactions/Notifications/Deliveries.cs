using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>Reads notifications with all that their words need.</summary>
internal static class Deliveries
{
    /// <returns>Those that are still open, in the order in which they are sent.</returns>
    public static async Task<List<Delivery>> ReadAsync(StoreDbContext db, TextProtector protector, List<long> ids, CancellationToken ct)
    {
        var rows = await db
            .Notifications.Where(n => ids.Contains(n.Id) && n.DoneAt == null)
            .OrderBy(n => n.Priority)
            .ThenBy(n => n.Id)
            .Select(n => new
            {
                n.Id,
                n.Kind,
                n.OrderId,
                n.MessageId,
                n.Detail,
                n.Attempts,
                Customer = db.Set<Customer>()
                    .Where(c => c.Id == n.CustomerId)
                    .Select(c => new
                    {
                        c.TelegramId,
                        c.Language,
                        c.BlockedBotAt,
                    })
                    .SingleOrDefault(),
                Card = db.Set<Notification>()
                    .Where(card => card.OrderId == n.OrderId && n.OrderId != null && card.Kind == NotificationKind.OrderPlaced)
                    .OrderBy(card => card.Id)
                    .Select(card => card.SentMessageId)
                    .FirstOrDefault(),
            })
            .ToListAsync(ct);
        var orderKeys = rows.Select(r => r.OrderId).OfType<long>().Distinct().ToList();
        var publicIds = await db.Orders.Where(o => orderKeys.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => new OrderId(o.PublicId), ct);
        var orders = await db
            .Orders.Where(o => orderKeys.Contains(o.Id))
            .Select(OrderView.Projection(db, protector))
            .ToDictionaryAsync(o => o.Id, ct);
        var messageKeys = rows.Select(r => r.MessageId).OfType<long>().Distinct().ToList();
        var messages = await db
            .Messages.Where(m => messageKeys.Contains(m.Id))
            .ToDictionaryAsync(m => m.Id, m => new DeliveredText(m.Sender, protector.Unprotect(m.Text), protector.Unprotect(m.Code)), ct);
        return
        [
            .. rows.Select(r => new Delivery(
                r.Id,
                r.Kind,
                r.Customer?.TelegramId,
                r.Customer?.Language,
                r.Customer?.BlockedBotAt is not null,
                r.OrderId is { } order ? orders[publicIds[order]] : null,
                r.MessageId is { } message ? messages[message] : null,
                Readable(NotificationDetail.Read(r.Kind, r.Detail), protector),
                r.Card,
                r.Attempts
            )),
        ];
    }

    private static NotificationDetail? Readable(NotificationDetail? detail, TextProtector protector) =>
        detail is NotificationDetail.Letter { Text: { } text } letter
            ? letter with
            {
                Text = protector.Unprotect(new ProtectedText(text)),
            }
            : detail;
}
