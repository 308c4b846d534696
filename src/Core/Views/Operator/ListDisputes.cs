using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Views.Operator;

/// <summary>A dispute as operators see it.</summary>
/// <param name="Code">The code that was disputed; null once purged.</param>
/// <param name="Sender">Of the text in which the code was read; null once purged.</param>
/// <param name="Text">The whole text; null once purged.</param>
/// <param name="DecidedBy">The actor's name.</param>
public sealed record DisputeView(
    OrderView Order,
    CustomerProfile Buyer,
    DisputeState State,
    string? Code,
    string? Sender,
    string? Text,
    DateTime OpenedAt,
    string? DecidedBy
);

/// <summary>One page of the open disputes, oldest first.</summary>
public sealed record DisputePage(IReadOnlyList<OrderView> Orders, int Total);

public sealed class ListDisputesHandler(Store store, TextProtector protector, TimeProvider time)
{
    private const int MostTexts = 50;

    /// <param name="page">From 0; one behind the last is the last.</param>
    public Task<DisputePage> PageAsync(int page, int size, CancellationToken ct) =>
        store.ReadAsync(
            async (db, token) =>
            {
                var open = db.Disputes.Where(d => d.DecidedAt == null);
                var total = await open.CountAsync(token);
                var shown = Math.Clamp(page, 0, Math.Max(0, (total - 1) / size));
                var keys = await open.OrderBy(d => d.Id).Skip(shown * size).Take(size).Select(d => d.OrderId).ToListAsync(token);
                var orders = await db
                    .Orders.Where(o => keys.Contains(o.Id))
                    .OrderBy(o => o.Id)
                    .Select(OrderView.Projection(db, protector))
                    .ToListAsync(token);
                return new DisputePage(orders, total);
            },
            ct
        );

    /// <summary>An operator opens a dispute; looking at people's messages is audited.</summary>
    public async Task<Result<DisputeView>> OpenAsync(OrderId order, Actor by, CancellationToken ct)
    {
        var now = time.UtcNow();
        await store.WriteAsync(
            (db, _) =>
            {
                db.Publish(new Audited(by, "find", $"dispute:{order}", null, null, null, now));
                return Task.FromResult(default(Done));
            },
            ct
        );
        return await HandleAsync(order, ct);
    }

    /// <summary>For the card that every operator is sent.</summary>
    public Task<Result<DisputeView>> HandleAsync(OrderId order, CancellationToken ct) =>
        store.ReadAsync<Result<DisputeView>>(
            async (db, token) =>
            {
                var found = await db
                    .Disputes.Where(d => db.Set<Order>().Any(o => o.Id == d.OrderId && o.PublicId == order.Value))
                    .AsNoTracking()
                    .SingleOrDefaultAsync(token);
                if (found is null)
                    return new Error.NotFound("dispute");
                var view = await db.Orders.Where(o => o.Id == found.OrderId).Select(OrderView.Projection(db, protector)).SingleAsync(token);
                var texts = await db
                    .Messages.Where(m => m.OrderId == found.OrderId && m.Code != null)
                    .OrderByDescending(m => m.Id)
                    .Take(MostTexts)
                    .Select(m => new
                    {
                        m.Sender,
                        Text = protector.Unprotect(m.Text),
                        Code = protector.Unprotect(m.Code),
                    })
                    .ToListAsync(token);
                var code = protector.Unprotect(found.Code);
                var text = code is null ? null : texts.Find(t => t.Code == code);
                var buyers = await CustomerProfile.OfAsync(db, [view.Customer], token);
                return new DisputeView(
                    view,
                    buyers[view.Customer],
                    found.State,
                    code,
                    text?.Sender,
                    text?.Text,
                    found.OpenedAt,
                    found.DecidedBy
                );
            },
            ct
        );
}
