using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Messages;

/// <param name="Text">Null where its key is lost.</param>
/// <param name="Code">Null where none was found in it.</param>
public sealed record OrderMessage(MessageId Id, string Sender, string? Text, string? Code, DateTime ReceivedAt);

/// <summary>All messages of an order, in the order in which they came; those that were deleted by their age are not among them.</summary>
public sealed class ListMessagesHandler(Store store, TextProtector protector)
{
    /// <param name="after">The last message of the part before.</param>
    /// <returns><see cref="Error.NotFound"/> for a <c>transaction</c> that is not this customer's, or a <c>cursor</c> that is no message of
    /// it.</returns>
    public Task<Result<Slice<OrderMessage, MessageId>>> HandleAsync(
        CustomerId customer,
        OrderId order,
        int count,
        MessageId? after,
        CancellationToken ct
    ) =>
        store.ReadAsync<Result<Slice<OrderMessage, MessageId>>>(
            async (db, token) =>
            {
                var key = await db
                    .Orders.Where(o => o.PublicId == order.Value && o.CustomerId == customer.Value)
                    .Select(o => o.Id)
                    .SingleOrDefaultAsync(token);
                if (key == 0)
                    return new Error.NotFound("transaction");
                var messages = db.Messages.Where(m => m.OrderId == key);
                if (after is { } last)
                {
                    if (!await messages.AnyAsync(m => m.Id == last.Value, token))
                        return new Error.NotFound("cursor");
                    messages = messages.Where(m => m.Id > last.Value);
                }

                return Slice.Of(
                    await messages
                        .Where(m => m.Text != null)
                        .OrderBy(m => m.Id)
                        .Take(count + 1)
                        .Select(m => new OrderMessage(
                            new MessageId(m.Id),
                            m.Sender,
                            protector.Unprotect(m.Text),
                            protector.Unprotect(m.Code),
                            m.ReceivedAt
                        ))
                        .ToListAsync(token),
                    count,
                    m => m.Id
                );
            },
            ct
        );
}
