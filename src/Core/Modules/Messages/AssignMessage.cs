using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Messages;

/// <summary>An operator assigns a message that belongs to nobody to the order it is for.</summary>
public sealed record AssignMessage(MessageId Message, OrderId Order, Actor Operator);

public sealed class AssignMessageHandler(Store store, TextProtector protector, TimeProvider time)
{
    /// <summary>As if the message had found its order by itself: the order succeeds by its code, and the customer is notified.</summary>
    /// <returns>
    /// <see cref="Error.NotFound"/> for a message whose text is gone; <see cref="Error.AlreadyDone"/> for one that has an owner;
    /// <see cref="Error.Invalid"/> where the number was another's, see <see cref="Tenure.HolderOf"/>: nobody reads what came for somebody
    /// else, not even by a mistake;
    /// <see cref="Error.WrongStatus"/> where its money went back.
    /// </returns>
    public Task<Result<Reception>> HandleAsync(AssignMessage command, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync((db, token) => AssignAsync(db, command, now, token), ct);
    }

    private async Task<Result<Reception>> AssignAsync(StoreDbContext db, AssignMessage command, DateTime now, CancellationToken ct)
    {
        var key = command.Message.Value;
        // The order first, as when a message arrives: two writes never wait for each other in a circle.
        if (await OrderLocks.LockAsync(db, command.Order, ct) is not { } order)
            return new Error.NotFound("transaction");
        var message = await db
            .Messages.Where(m => m.Id == key)
            .Select(m => new
            {
                m.Source,
                m.Phone,
                m.Sender,
                m.Text,
                m.ReceivedAt,
                m.StoredAt,
                m.OrderId,
            })
            .SingleOrDefaultAsync(ct);
        if (message is null || protector.Unprotect(message.Text) is not { } text)
            return new Error.NotFound("message");
        if (message.OrderId is not null)
            return new Error.AlreadyDone("message");
        if (
            order.Phone != message.Phone
            || Tenure
                .HolderOf([.. (await Tenure.OfAsync(db, [message.Phone], ct))[message.Phone]], message.ReceivedAt, message.StoredAt)
                ?.OrderKey != order.Key
        )
            return new Error.Invalid("transaction", "not-holder");
        if (order.Status is not (OrderStatus.Pending or OrderStatus.Succeeded))
            return new Error.WrongStatus(command.Order, order.Status);

        var code = CodeFinder.Find(text, message.Sender, order.Pattern) is { } found ? protector.Protect(found) : (ProtectedText?)null;
        if (
            await db
                .Messages.Where(m => m.Id == key && m.OrderId == null)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.OrderId, order.Key).SetProperty(m => m.Code, code), ct) == 0
        )
            return new Error.AlreadyDone("message");
        if (
            code is { } taken
            && !await OrderCodes.RecordLateAsync(
                db,
                new NewCode(order.Key, taken, message.ReceivedAt > order.CreatedAt ? message.ReceivedAt : now),
                ct
            )
        )
            throw new InvalidOperationException("An order changed while its row was locked.");

        var completes =
            code is null
            && order.Status == OrderStatus.Pending
            && CompletingTexts.Completes(order.Texts, order.Senders, HasSender(message.Source) ? message.Sender : null, text);
        if (completes && (await OrderCodes.CompleteAsync(db, [order.Key], ct)).Count == 0)
            throw new InvalidOperationException("An order changed while its row was locked.");

        db.Publish(
            new MessageDelivered(
                key,
                order.Key,
                order.Customer,
                order.Channel,
                order.Phone,
                HasCode: code is not null,
                Completes: completes || (code is not null && order.Status == OrderStatus.Pending),
                now
            )
        );
        db.Publish(new Audited(command.Operator, "message.handover", $"message:{key}", null, command.Order.ToString(), null, now));
        return code is null ? Reception.TextDelivered : Reception.CodeDelivered;
    }

    // As ReceiveMessage.HasSender, by what is kept of it.
    private static bool HasSender(string source) => source != "operator" && !source.StartsWith("supplier:", StringComparison.Ordinal);
}
