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
    ) => store.ReadAsync((db, token) => ListAsync(db, Account.Customer(customer), filter, count, after, token), ct);

    private static async Task<Result<Slice<LedgerEntry, PostingId>>> ListAsync(
        StoreDbContext db,
        string account,
        LedgerEntryFilter filter,
        int count,
        PostingId? after,
        CancellationToken ct
    )
    {
        // One bound for each end: of two SQLite would take either, and walk from there.
        var (from, to) = (0L, after?.Value ?? long.MaxValue);
        if (after is not null && !await db.Postings.AnyAsync(p => p.Id == to && (p.Source == account || p.Destination == account), ct))
            return new Error.NotFound("cursor");

        var span = await OrderSpan.OfAsync(db, filter.Since, filter.Until, ct);
        // Charges and orders are written together: where a time lies among orders, it lies among postings.
        from = await ChargeOfAsync(db, span.After, ct) ?? from;
        to = Math.Min(to, await ChargeOfAsync(db, span.Before, ct) ?? to);
        var postings = db.Postings.Where(p => p.Id > from && p.Id < to);
        if (filter.Since is { } since)
            postings = postings.Where(p => p.At >= since);
        if (filter.Until is { } until)
            postings = postings.Where(p => p.At < until);

        // Two index ranges that are cut before they are merged: an OR would walk the customer's whole history.
        var given = await FindAsync(db, postings.Where(p => p.Source == account), isGiven: true, count, ct);
        var received = await FindAsync(db, postings.Where(p => p.Destination == account), isGiven: false, count, ct);
        var found = given.Concat(received).OrderByDescending(m => m.Id.Value).Take(count + 1).ToList();
        return Slice.Of(found, count, m => m.Id);
    }

    private static Task<long?> ChargeOfAsync(StoreDbContext db, long order, CancellationToken ct) =>
        order is 0 or long.MaxValue
            ? Task.FromResult((long?)null)
            : db
                .Postings.Where(p => p.OrderId == order && p.Kind == PostingKind.Purchase)
                .Select(p => (long?)p.Id)
                .SingleOrDefaultAsync(ct);

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
