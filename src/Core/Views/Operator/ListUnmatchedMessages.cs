using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Views.Operator;

/// <summary>A message that belongs to nobody, as operators see it.</summary>
/// <param name="Phone">Empty where the gateway did not say it so that it can be read.</param>
public sealed record UnmatchedMessage(MessageId Id, string Phone, string Sender, string Text, DateTime ReceivedAt);

/// <summary>One page of the messages that wait for an operator, newest first.</summary>
public sealed record UnmatchedPage(IReadOnlyList<UnmatchedMessage> Messages, int Total);

/// <param name="HeldNumber">Whether the number was this order's, or its last, see <see cref="Tenure.HolderOf"/>.</param>
public sealed record PossibleOwner(OrderView Order, CustomerProfile Buyer, bool HeldNumber)
{
    /// <summary>Where it held the number and cannot, it was paid back. See <see cref="AssignMessageHandler"/>, which decides.</summary>
    public bool CanTake => HeldNumber && Order.Status is OrderStatus.Pending or OrderStatus.Succeeded;
}

/// <param name="Owners">The last orders of its number that had begun when it arrived, newest first.</param>
public sealed record UnmatchedDetails(UnmatchedMessage Message, IReadOnlyList<PossibleOwner> Owners);

/// <summary>The operator's list of messages that belong to nobody. Looking at people's messages is audited.</summary>
public sealed class ListUnmatchedMessagesHandler(Store store, TextProtector protector, TimeProvider time)
{
    private const int MostOwners = 4;

    /// <param name="page">From 0; one behind the last is the last.</param>
    public async Task<UnmatchedPage> PageAsync(int page, int size, Actor by, CancellationToken ct)
    {
        await AuditAsync("messages", by, ct);
        return await store.ReadAsync(
            async (db, token) =>
            {
                var waiting = db.WaitingMessages();
                var total = await waiting.CountAsync(token);
                var shown = Math.Clamp(page, 0, Math.Max(0, (total - 1) / size));
                var messages = await waiting
                    .OrderByDescending(m => m.StoredAt)
                    .ThenByDescending(m => m.Id)
                    .Skip(shown * size)
                    .Take(size)
                    .Select(m => new UnmatchedMessage(
                        new MessageId(m.Id),
                        m.Phone,
                        m.Sender,
                        protector.Unprotect(m.Text) ?? "—",
                        m.ReceivedAt
                    ))
                    .ToListAsync(token);
                return new UnmatchedPage(messages, total);
            },
            ct
        );
    }

    /// <summary>One that has no owner yet, dismissed or not, and whose it may be.</summary>
    public async Task<Result<UnmatchedDetails>> HandleAsync(MessageId id, Actor by, CancellationToken ct)
    {
        await AuditAsync($"message:{id.Value}", by, ct);
        return await store.ReadAsync<Result<UnmatchedDetails>>(
            async (db, token) =>
            {
                var found = await db
                    .Messages.Where(m => m.Id == id.Value && m.OrderId == null && m.Text != null)
                    .Select(m => new
                    {
                        Message = new UnmatchedMessage(
                            new MessageId(m.Id),
                            m.Phone,
                            m.Sender,
                            protector.Unprotect(m.Text) ?? "—",
                            m.ReceivedAt
                        ),
                        m.StoredAt,
                    })
                    .SingleOrDefaultAsync(token);
                if (found is not { Message: var message })
                    return new Error.NotFound("message");
                var tenures = message.Phone.Length == 0 ? [] : (await Tenure.OfAsync(db, [message.Phone], token))[message.Phone].ToList();
                var holder = Tenure.HolderOf(tenures, message.ReceivedAt, found.StoredAt)?.OrderKey;
                var orders = await db
                    .Orders.Where(o => o.Phone == message.Phone && o.CreatedAt <= found.StoredAt)
                    .OrderByDescending(o => o.Id)
                    .Take(MostOwners)
                    .Select(o => o.Id)
                    .ToListAsync(token);
                var views = await db
                    .Orders.Where(o => orders.Contains(o.Id))
                    .OrderByDescending(o => o.Id)
                    .Select(OrderView.Projection(db, protector))
                    .ToListAsync(token);
                var buyers = await CustomerProfile.OfAsync(db, views.Select(view => view.Customer), token);
                var owners = views.Zip(orders, (view, key) => new PossibleOwner(view, buyers[view.Customer], HeldNumber: key == holder));
                return new UnmatchedDetails(message, [.. owners]);
            },
            ct
        );
    }

    private Task<Done> AuditAsync(string subject, Actor by, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync(
            (db, token) =>
            {
                db.Publish(new Audited(by, "find", subject, null, null, null, now));
                return Task.FromResult(default(Done));
            },
            ct
        );
    }
}
