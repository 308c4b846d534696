using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Payments;

/// <summary>Which payments an operator, or their customer, looks at.</summary>
/// <param name="ToDecide">Those that an operator has to look at alone.</param>
public sealed record PaymentFilter(CustomerId? Customer = null, string? Way = null, PaymentState? State = null, bool ToDecide = false)
{
    /// <summary>Any of these states; empty for all.</summary>
    public IReadOnlyList<PaymentState> States { get; init; } = [];
}

/// <param name="Next">Where the next page begins; null where this is the last.</param>
public sealed record PaymentPage(IReadOnlyList<PaymentView> Payments, PaymentId? Next);

/// <summary>A receipt as operators see it.</summary>
/// <param name="Text">Null where there is none, or it can no longer be read.</param>
public sealed record ReceiptView(string? FileId, bool IsPhoto, string? Text, bool IsSeenBefore, DateTime At);

public sealed class ReadPaymentsHandler(Store store, TextProtector protector)
{
    /// <param name="customer">Whose it must be; null for an operator, who sees all.</param>
    public async Task<Result<PaymentView>> HandleAsync(PaymentId id, CustomerId? customer, CancellationToken ct)
    {
        var owner = customer?.Value;
        var found = await store.ReadAsync(
            (db, token) =>
                db
                    .Payments.Where(p => p.PublicId == id.Value && (owner == null || p.CustomerId == owner))
                    .Select(PaymentView.Projection(db))
                    .SingleOrDefaultAsync(token),
            ct
        );
        return found is null ? new Error.NotFound("payment") : found;
    }

    /// <summary>The newest first.</summary>
    /// <param name="from">The first of the page; null for the newest.</param>
    public async Task<PaymentPage> ListAsync(PaymentFilter filter, PaymentId? from, int count, CancellationToken ct)
    {
        var found = await store.ReadAsync(
            async (db, token) =>
            {
                IQueryable<Payment> payments = db.Payments;
                if (filter.Customer is { } customer)
                    payments = payments.Where(p => p.CustomerId == customer.Value);
                if (filter.Way is { } way)
                    payments = payments.Where(p => p.Way == way);
                if (filter.State is { } state)
                    payments = payments.Where(p => p.State == state);
                if (filter.States.Count > 0)
                    payments = payments.Where(p => filter.States.Contains(p.State));
                if (filter.ToDecide)
                    payments = payments.Where(p => p.State == PaymentState.Review);
                if (from is { } first)
                {
                    var key = await db.Payments.Where(p => p.PublicId == first.Value).Select(p => p.Id).SingleOrDefaultAsync(token);
                    payments = payments.Where(p => p.Id <= key);
                }

                return await payments.OrderByDescending(p => p.Id).Take(count + 1).Select(PaymentView.Projection(db)).ToListAsync(token);
            },
            ct
        );
        return found.Count > count ? new PaymentPage(found[..count], found[count].Id) : new PaymentPage(found, null);
    }

    /// <summary>The purchase that waits for a payment of this customer which is still open, of several that of the newest.</summary>
    /// <returns>Null where none waits.</returns>
    public Task<PurchaseToContinue?> WaitingAsync(CustomerId customer, CancellationToken ct) =>
        store.ReadAsync(
            (db, token) =>
                db
                    .Payments.Where(p =>
                        p.CustomerId == customer.Value
                        && p.Waiting == WaitingPurchase.Waiting
                        && (p.State == PaymentState.Open || p.State == PaymentState.Partial)
                        && p.WaitingService != null
                        && p.WaitingPriceMinor != null
                        && p.WaitingKey != null
                    )
                    .OrderByDescending(p => p.Id)
                    .Select(p => new PurchaseToContinue(
                        new ServiceId(p.WaitingService!.Value),
                        new Money(p.WaitingPriceMinor!.Value),
                        p.WaitingKey!
                    ))
                    .FirstOrDefaultAsync(token),
            ct
        );

    /// <summary>The oldest first.</summary>
    public async Task<IReadOnlyList<ReceiptView>> ReceiptsAsync(PaymentId id, CancellationToken ct)
    {
        var found = await store.ReadAsync(
            (db, token) =>
                db
                    .PaymentReceipts.Where(r => db.Set<Payment>().Any(p => p.Id == r.PaymentId && p.PublicId == id.Value))
                    .OrderBy(r => r.Id)
                    .ToListAsync(token),
            ct
        );
        return found.ConvertAll(r => new ReceiptView(r.FileId, r.IsPhoto, protector.Unprotect(r.Text), r.IsSeenBefore, r.At));
    }

    public Task<int> CountToDecideAsync(CancellationToken ct) =>
        store.ReadAsync((db, token) => db.Payments.CountAsync(p => p.State == PaymentState.Review, token), ct);
}
