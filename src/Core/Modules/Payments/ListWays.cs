using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Payments;

/// <summary>A way to pay as it is offered to a customer.</summary>
/// <param name="Charge">The sum that is asked for the amount; null where none was named.</param>
/// <param name="Fits">Whether the way takes this amount.</param>
public sealed record WayOffer(PaymentWay Way, Money Least, Money Most, Charge? Charge, bool Fits)
{
    public string Name => Way.Name;

    public PaymentKind Kind => Way.Options.Kind;
}

public sealed class ListWaysHandler(Store store, PaymentProviders providers)
{
    /// <summary>Whether there is any way to pay at all.</summary>
    public bool HasAny => providers.All.Count > 0;

    /// <summary>The ways that are on and open to this customer, those that take the amount first.</summary>
    public async Task<IReadOnlyList<WayOffer>> HandleAsync(CustomerId customer, Money? amount, CancellationToken ct)
    {
        var ways = providers.All.Where(way => providers.WrongSetting(way) is null).ToList();
        var closed = await ClosedWays.OfAsync(store, customer, ways, ct);
        return
        [
            .. ways.Where(way => !closed.Contains(way.Name))
                .Select(way =>
                {
                    var (least, most) = (way.Options.LeastAmount, way.Options.MostAmount);
                    return new WayOffer(
                        way,
                        least,
                        most,
                        amount is { } asked ? way.Options.ChargeOf(asked) : null,
                        amount is not { } wanted || (wanted >= least && wanted <= most)
                    );
                })
                .OrderByDescending(offer => offer.Fits),
        ];
    }
}

/// <summary>The ways that are not open to a customer yet.</summary>
internal static class ClosedWays
{
    /// <summary>The ways for customers alone who paid by another kind before, where this one did not.</summary>
    public static async Task<HashSet<string>> OfAsync(
        Store store,
        CustomerId customer,
        IReadOnlyList<PaymentWay> ways,
        CancellationToken ct
    )
    {
        var closed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var way in ways.Where(way => way.Options.OnlyAfterAnother))
        {
            var hasPaid = await store.ReadAsync(
                (db, token) =>
                    db.Payments.AnyAsync(
                        p => p.CustomerId == customer.Value && p.Kind != way.Options.Kind && p.CreditedMinor > p.ReversedMinor,
                        token
                    ),
                ct
            );
            if (!hasPaid)
                closed.Add(way.Name);
        }

        return closed;
    }
}
