using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Suppliers;

// The steps where a supplier sells none, or nothing that can be sold on: the next one is asked, unless something was bought.
public sealed partial class SupplierOrderSteps
{
    /// <summary>The next supplier is asked at once, unless something may have been bought: then it is looked for.</summary>
    private async Task RefusedAsync(SupplierOrderSnapshot row, SupplierOptions supplier, Doubt doubt, CancellationToken ct)
    {
        if (doubt != Doubt.None && await MayBeBoughtAsync(row, supplier, doubt, ct))
            await ChangeAsync(row, Same(row, time.UtcNow() + UntilNextLook), ct);
        else
            await NextAsync(row, ct);
    }

    private async Task<bool> MayBeBoughtAsync(SupplierOrderSnapshot row, SupplierOptions supplier, Doubt doubt, CancellationToken ct)
    {
        try
        {
            return (await UnclaimedAsync(row, supplier, ct)).Count > 0;
        }
        catch (SupplierLostException e)
        {
            return doubt == Doubt.Much || !e.IsRefusal;
        }
    }

    /// <summary>Active numbers of this service that belong to no order here; the likeliest first.</summary>
    private async Task<List<ActiveNumber>> UnclaimedAsync(SupplierOrderSnapshot row, SupplierOptions supplier, CancellationToken ct)
    {
        var service = supplier.Services.GetValueOrDefault(row.ServiceCode);
        var active = (await upstream.ActiveAsync(row.Supplier, ct))
            .Where(a => a.Service.Length == 0 || string.Equals(a.Service, service, StringComparison.OrdinalIgnoreCase))
            .ToList();
        var ids = active.ConvertAll(a => a.Id);
        var known = await store.ReadAsync(
            (db, token) =>
                db
                    .Supplies.Where(s => s.Supplier == row.Supplier && s.ExternalId != null && ids.Contains(s.ExternalId))
                    .Select(s => s.ExternalId!)
                    .ToListAsync(token),
            ct
        );
        // A number with the reference of another order of ours belongs to that order; any other reference means nothing.
        return
        [
            .. active
                .Where(a => !known.Contains(a.Id) && (!OrderId.TryParse(a.Reference, out _) || a.Reference == row.Reference))
                .OrderByDescending(a => a.Reference == row.Reference),
        ];
    }

    /// <summary>
    /// The number is returned and the next supplier is asked; where it is not taken back at once, the customer is refunded and the return
    /// is tried again.
    /// </summary>
    private async Task ReturnAsync(SupplierOrderSnapshot row, CancellationToken ct)
    {
        LogUnfit(log, row.Supplier, row.ServiceCode);
        if (await IsTakenBackAsync(row, ct))
            await NextAsync(row, ct);
        else
            await EndAsync(row, Same(row, time.UtcNow() + BetweenLooks), ct);
    }

    private async Task<bool> IsTakenBackAsync(SupplierOrderSnapshot row, CancellationToken ct)
    {
        try
        {
            var answer = suppliers.Value[row.Supplier].IsAgent
                ? await TellAgentAsync(row, ct)
                : await upstream.ChangeAsync(row.Supplier, row.ExternalId!, UpstreamChange.Cancel, ct);
            return answer is ChangeAnswer.Done or ChangeAnswer.Gone;
        }
        catch (SupplierLostException)
        {
            return false;
        }
    }

    /// <summary>Upstream has no number: the next supplier with an offer is asked; without one the order is refunded.</summary>
    private async Task NextAsync(SupplierOrderSnapshot row, CancellationToken ct)
    {
        var now = time.UtcNow();
        var tried = row.Tried.Length == 0 ? row.Supplier : $"{row.Tried},{row.Supplier}";
        var triedNames = tried.Split(',');
        var next = await store.WriteAsync(
            async (db, token) =>
            {
                // The offer is dropped until the supplier is asked again.
                db.Publish(default(OffersChanged));
                await db
                    .SupplierOffers.Where(o => o.Supplier == row.Supplier && o.ServiceCode == row.ServiceCode)
                    .ExecuteUpdateAsync(set => set.SetProperty(o => o.Count, 0), token);
                var offers = (await Offers.AllAsync(db, suppliers.Value, now, token)).GetValueOrDefault(row.ServiceCode, []);
                return offers
                    .Where(o => !triedNames.Contains(o.Supplier, StringComparer.OrdinalIgnoreCase) && o.Fits(row.Price))
                    .MinBy(o => o.Cost.Minor);
            },
            ct
        );
        if (next is null)
            await EndAsync(row, new SupplierOrderChange(row.State, SupplierOrderState.Closed, now), ct);
        else
            await ChangeAsync(
                row,
                new SupplierOrderChange(row.State, SupplierOrderState.Wanted, now)
                {
                    Next = (next.Supplier, next.Cost, next.Most(row.Price), tried),
                },
                ct
            );
    }
}
