using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Views.Accounts;

/// <summary>One line of a customer's statement.</summary>
/// <param name="Amount">Negative where money left the balance.</param>
/// <param name="Refunds">The charge that it gives back.</param>
/// <param name="RefundedBy">The posting that reversed it.</param>
/// <param name="Note">The operator's note on a payment; a note on the refund of an order is between operators.</param>
public sealed record LedgerEntry(
    PostingId Id,
    DateTime At,
    PostingKind Kind,
    Money Amount,
    OrderId? Order,
    string? ServiceName,
    PostingId? Refunds,
    PostingId? RefundedBy,
    string? Note
);

/// <summary>Which movements are listed; what is null leaves none out.</summary>
/// <param name="Since">Of then or later.</param>
/// <param name="Until">Before.</param>
public sealed record LedgerEntryFilter(DateTime? Since = null, DateTime? Until = null);

/// <summary>A customer's movements, newest first.</summary>
public sealed class ListLedgerEntriesHandler(Store store)
{
    /// <summary>More orders than all processes together place at one moment.</summary>
    private const long MostAtOnce = 10_000;

    public async Task<IReadOnlyList<LedgerEntry>> HandleAsync(CustomerId customer, int count, CancellationToken ct) =>
        (await HandleAsync(customer, new LedgerEntryFilter(), count, null, ct)).Value.Items;

    /// <param name="after">The last movement of the part before.</param>
    /// <returns><see cref="Error.NotFound"/> where <paramref name="after"/> is no movement of this customer.</returns>
    public Task<Result<Slice<LedgerEntry, PostingId>>> HandleAsync(
        CustomerId customer,
        LedgerEntryFilter filter,
        int count,
        PostingId? after,
        CancellationToken ct
    ) => store.ReadAsync((db, token) => ListAsync(db, customer, filter, count, after, token), ct);

    private static async Task<Result<Slice<LedgerEntry, PostingId>>> ListAsync(
        StoreDbContext db,
        CustomerId customer,
        LedgerEntryFilter filter,
        int count,
        PostingId? after,
        CancellationToken ct
    )
    {
        var account = Account.Customer(customer);
        // One bound for each end: of two SQLite would take either, and walk from there.
        var (from, to) = (0L, after?.Value ?? long.MaxValue);
        if (after is not null && !await db.Postings.AnyAsync(p => p.Id == to && (p.Source == account || p.Destination == account), ct))
            return new Error.NotFound("cursor");

        var span = await OrderSpan.OfAsync(db, filter.Since, filter.Until, ct);
        var lastOrder = span.Before;
        if (after is not null)
            lastOrder = Math.Min(lastOrder, await OrderAtAsync(db, customer, to, ct));
        // Charges and orders are written together: where a time lies among orders, it lies among postings.
        from = await ChargeOfAsync(db, span.After, ct) ?? from;
        to = Math.Min(to, await ChargeOfAsync(db, span.Before, ct) ?? to);
        var (since, until) = (filter.Since ?? DateTime.MinValue, filter.Until ?? DateTime.MaxValue);
        var postings = db.Postings.Where(p => p.Id > from && p.Id < to && p.At >= since && p.At < until);
        var orders = db.NewestOrdersOf(
            customer,
            all => all.Where(o => o.Id > span.After && o.Id < lastOrder && o.CreatedAt >= since && o.CreatedAt < until),
            count + 1
        );

        // Ranges of indexes that are cut before they are merged: an OR would walk the customer's whole history.
        var charged = await ChargesAsync(db, orders, ct);
        var given = await FindAsync(db, postings.Where(p => p.Source == account && p.OrderId == null), isGiven: true, count, ct);
        var received = await FindAsync(db, postings.Where(p => p.Destination == account), isGiven: false, count, ct);
        var found = charged.Concat(given).Concat(received).OrderByDescending(m => m.Id.Value).Take(count + 1).ToList();
        return Slice.Of(found, count, m => m.Id);
    }

    private static Task<long?> ChargeOfAsync(StoreDbContext db, long order, CancellationToken ct) =>
        order is 0 or long.MaxValue
            ? Task.FromResult((long?)null)
            : Charges(db).Where(p => p.OrderId == order).Select(p => (long?)p.Id).SingleOrDefaultAsync(ct);

    /// <summary>
    /// Before which of this customer's orders the charges older than a posting end. A customer's orders and charges have keys in the same
    /// order, since a purchase locks the balance; those of several customers may cross by as many as are being placed at once.
    /// </summary>
    private static async Task<long> OrderAtAsync(StoreDbContext db, CustomerId customer, long posting, CancellationToken ct)
    {
        var next = await db
            .Postings.Where(p => p.Destination == Account.Sales && p.Id >= posting && p.OrderId != null)
            .OrderBy(p => p.Id)
            .Select(p => new { p.Id, p.OrderId })
            .FirstOrDefaultAsync(ct);
        if (next is { Id: var id, OrderId: { } order } && id == posting)
            return order;

        var ceiling = next is { OrderId: { } later } ? later + MostAtOnce : long.MaxValue;
        var last = await db.NewestOrdersOf(
                customer,
                orders => orders.Where(o => o.Id < ceiling && Charges(db).Any(p => p.OrderId == o.Id && p.Id < posting)),
                1
            )
            .Select(o => o.Id)
            .FirstOrDefaultAsync(ct);
        return last + 1;
    }

    private static IQueryable<Posting> Charges(StoreDbContext db) => db.Postings.Where(p => p.Kind == PostingKind.Purchase);

    private static async Task<List<LedgerEntry>> ChargesAsync(StoreDbContext db, IQueryable<Order> orders, CancellationToken ct)
    {
        var rows = await orders
            .Join(
                Charges(db),
                o => o.Id,
                p => p.OrderId,
                (o, p) =>
                    new
                    {
                        p.Id,
                        p.At,
                        p.AmountMinor,
                        o.PublicId,
                        o.ServiceName,
                        ReversedBy = db.Set<Posting>().Where(r => r.ReversesId == p.Id).Select(r => (long?)r.Id).FirstOrDefault(),
                    }
            )
            .ToListAsync(ct);
        return rows.ConvertAll(p => new LedgerEntry(
            new PostingId(p.Id),
            p.At,
            PostingKind.Purchase,
            new Money(-p.AmountMinor),
            new OrderId(p.PublicId),
            p.ServiceName,
            null,
            p.ReversedBy is { } refund ? new PostingId(refund) : null,
            null
        ));
    }

    private static async Task<List<LedgerEntry>> FindAsync(
        StoreDbContext db,
        IQueryable<Posting> postings,
        bool isGiven,
        int count,
        CancellationToken ct
    )
    {
        var rows = await postings
            .OrderByDescending(p => p.Id)
            .Take(count + 1)
            .Select(p => new
            {
                p.Id,
                p.At,
                p.Kind,
                p.AmountMinor,
                Order = db.Set<Order>().Where(o => o.Id == p.OrderId).Select(o => (Guid?)o.PublicId).SingleOrDefault(),
                Service = db.Set<Order>().Where(o => o.Id == p.OrderId).Select(o => o.ServiceName).SingleOrDefault(),
                p.ReversesId,
                ReversedBy = db.Set<Posting>().Where(r => r.ReversesId == p.Id).Select(r => (long?)r.Id).FirstOrDefault(),
                p.Reason,
            })
            .ToListAsync(ct);
        return rows.ConvertAll(p => new LedgerEntry(
            new PostingId(p.Id),
            p.At,
            p.Kind,
            new Money(isGiven ? -p.AmountMinor : p.AmountMinor),
            p.Order is { } order ? new OrderId(order) : null,
            p.Service,
            p.ReversesId is { } charge ? new PostingId(charge) : null,
            p.ReversedBy is { } refund ? new PostingId(refund) : null,
            p.Order is null ? p.Reason : null
        ));
    }
}
