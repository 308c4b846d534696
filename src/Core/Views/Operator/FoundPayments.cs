using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Core.Views.Operator;

/// <summary>Finds payments by what an operator has of them.</summary>
internal static class FoundPayments
{
    private const int Most = 5;
    private const int LongestId = 200;

    /// <summary>By the reference of a transfer, or by a provider's id.</summary>
    /// <param name="ways">All that are configured: the index of the providers' ids begins with the way.</param>
    public static async Task<IReadOnlyList<FoundPayment>> ByNameAsync(
        StoreDbContext db,
        List<string> ways,
        string text,
        CancellationToken ct
    )
    {
        if (text.Length is 0 or > LongestId)
            return [];
        if (PaymentReference.IsOne(text))
        {
            var reference = text.ToUpperInvariant();
            var named = await OfAsync(db, p => p.Reference == reference, ct);
            if (named.Count > 0)
                return named;
        }

        return await OfAsync(db, p => ways.Contains(p.Way) && p.ExternalId == text, ct);
    }

    public static async Task<IReadOnlyList<FoundPayment>> OfAsync(
        StoreDbContext db,
        Expression<Func<Payment, bool>> which,
        CancellationToken ct
    )
    {
        var payments = await db
            .Payments.Where(which)
            .OrderByDescending(p => p.Id)
            .Take(Most)
            .Select(PaymentView.Projection(db))
            .ToListAsync(ct);
        var payers = await CustomerProfile.OfAsync(db, payments.Select(p => p.Customer), ct);
        return payments.ConvertAll(payment => new FoundPayment(payment, payers[payment.Customer]));
    }
}
