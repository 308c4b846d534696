using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Audit;
using XthonBot.Core.Data;
using XthonBot.Core.Notifications;
using XthonBot.Core.Orders;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Messages;

/// <summary>A text message from a source that has been authenticated.</summary>
/// <param name="ExternalId">The source's own id of the message; the same one is stored once.</param>
/// <param name="ReceivedAt">When the gateway had it, where it says so; UTC.</param>
/// <param name="HandedInBy">The operator who typed it, for the audit log.</param>
public sealed record ReceiveMessage(
    string Source, string ExternalId, string From, PhoneNumber To, string Text, DateTime? ReceivedAt, Actor? HandedInBy = null);

public enum Reception
{
    /// <summary>It carries a code and its order's owner is being told.</summary>
    CodeDelivered,

    /// <summary>It belongs to an order but no code was found in it; the owner gets the text.</summary>
    TextDelivered,

    /// <summary>It belongs to nobody and is kept for the operator.</summary>
    Unmatched,

    /// <summary>It was here before; nothing changed.</summary>
    Duplicate,
}

public sealed class ReceiveMessageHandler(Store store, OutboxSignal outbox, TimeProvider time)
{
    /// <summary>Returns once the message, its order's new state and the news to the owner are durable, in one transaction.</summary>
    public async Task<Reception> HandleAsync(ReceiveMessage command, CancellationToken ct)
    {
        var now = time.UtcNow();
        try
        {
            var reception = await store.WriteAsync((db, token) => StoreAsync(db, command, now, token), ct);
            if (reception != Reception.Unmatched)
                outbox.Pulse();
            return reception;
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            return Reception.Duplicate;
        }
    }

    private static async Task<Reception> StoreAsync(StoreDbContext db, ReceiveMessage command, DateTime now, CancellationToken ct)
    {
        // A gateway whose clock runs ahead cannot send from the future.
        var receivedAt = command.ReceivedAt is { } at && at < now ? at : now;
        var message = new InboundMessage(command, receivedAt, now);
        db.Add(message);
        if (command.HandedInBy is { } actor)
            db.Add(new AuditEntry(actor, "sms", "number:" + command.To.E164, null, null, null, now));
        await db.SaveChangesAsync(ct);

        var order = await db.Orders
            .Where(o => o.Phone == message.Phone && o.ClosedAt == null && o.CreatedAt <= receivedAt)
            .Select(o => new { o.Id, o.CustomerId, o.Channel })
            .SingleOrDefaultAsync(ct);
        if (order is null)
            return Reception.Unmatched;

        var code = CodeFinder.Find(command.Text, command.From);
        if (code is not null && !await Settlement.TakeCodeAsync(db, order.Id, code, receivedAt, ct))
            return Reception.Unmatched;

        message.BelongsTo(order.Id, code);
        if (order.Channel == OrderChannel.Chat)
        {
            var owner = new CustomerId(order.CustomerId);
            db.Add(Notification.ForMessage(
                code is null ? NotificationKind.TextArrived : NotificationKind.CodeArrived, order.Id, message.Id, owner, now));
            if (code is not null)
                db.Add(Notification.ForOrder(NotificationKind.OrderChanged, order.Id, owner, now));
        }

        await db.SaveChangesAsync(ct);
        return code is null ? Reception.TextDelivered : Reception.CodeDelivered;
    }
}
