using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Orders;

/// <summary>A supplier's offer of a service: the list price at which it is sold here, and its cost.</summary>
/// <param name="IsFirst">Whether it goes before the own shelf.</param>
internal sealed record Offer(string Supplier, Money Cost, Money ListPrice, int Count, bool IsFirst, Money? Cap)
{
    /// <summary>The most that may be paid for it upstream, where the customer pays this: never more than comes in.</summary>
    public Money Most(Money price) => Cap is { } cap && cap < price ? cap : price;

    public bool Fits(Money price) => Cost <= Most(price);
}

/// <summary>The source of the next number of a service, for one customer: the own shelf (no offer) or a supplier.</summary>
internal sealed record NumberChoice(Offer? Offer, Money ListPrice, Money Price)
{
    /// <summary>
    /// The own shelf, unless a supplier goes first or the shelf is empty; then whoever is sold cheapest here, and costs least.
    /// An offer that costs more than this customer would pay is none.
    /// </summary>
    /// <returns>Null where there is no number.</returns>
    public static NumberChoice? Of(Money listPrice, int bonusPercent, bool hasOwn, IReadOnlyList<Offer> offers)
    {
        var own = new NumberChoice(null, listPrice, listPrice.LessPercent(bonusPercent));
        if (offers.Count == 0)
            return hasOwn ? own : null;
        var fitting = offers
            .Select(o => new NumberChoice(o, o.ListPrice, o.ListPrice.LessPercent(bonusPercent)))
            .Where(s => s.Offer!.Fits(s.Price))
            .OrderByDescending(s => s.Offer!.IsFirst)
            .ThenBy(s => s.Price.Minor)
            .ThenBy(s => s.Offer!.Cost.Minor)
            .ThenBy(s => s.Offer!.Supplier, StringComparer.Ordinal);
        var best = fitting.FirstOrDefault();
        return hasOwn && best is not { Offer.IsFirst: true } ? own : best;
    }

    /// <summary>How many can be had at the price of the next one.</summary>
    public static int Count(NumberChoice? next, Money listPrice, int bonusPercent, int own, IReadOnlyList<Offer> offers) =>
        next is null
            ? 0
            : (next.ListPrice == listPrice ? own : 0)
                + offers.Where(o => o.ListPrice == next.ListPrice && o.Fits(o.ListPrice.LessPercent(bonusPercent))).Sum(o => o.Count);
}
