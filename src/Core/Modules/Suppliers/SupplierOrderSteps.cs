using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>The steps of a supplier's order: buy the number, look for it where the answer was lost, receive its texts, return it.</summary>
public sealed partial class SupplierOrderSteps(
    Store store,
    StoreMessagesBatch messages,
    ISupplierClient upstream,
    IOptions<SuppliersOptions> suppliers,
    SupplierNotes notes,
    TextProtector protector,
    EndOrders endOrders,
    TimeProvider time,
    ILogger<SupplierOrderSteps> log
)
{
    /// <summary>The most texts that are read of one answer.</summary>
    private const int MostTexts = 20;

    private static readonly TimeSpan UntilNextLook = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MissingFor = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan PatienceWithUpstream = TimeSpan.FromHours(24);

    internal Task RunAsync(SupplierOrderSnapshot row, SupplierOptions supplier, CancellationToken ct) =>
        row.State switch
        {
            SupplierOrderState.Wanted => BuyAsync(row, supplier, ct),
            // The number came, and was not assigned to its order.
            SupplierOrderState.Active when row is { IsOpen: true, OrderPhone: null } => ReturnAsync(row, ct),
            _ when supplier.IsAgent => ServeAgentAsync(row, supplier, ct),
            SupplierOrderState.Asked or SupplierOrderState.Missing => LookAsync(row, supplier, ct),
            SupplierOrderState.Active when row.IsOpen => ServeAsync(row, supplier, ct),
            SupplierOrderState.Active => EndUpstreamAsync(row, ct),
            _ => Task.CompletedTask,
        };

    /// <summary>Upstream gave no answer: the step is tried again later, for a limited time.</summary>
    internal Task LaterAsync(SupplierOrderSnapshot row, CancellationToken ct)
    {
        var (now, pause) = (time.UtcNow(), Silence(row.Failures + 1));
        var again = Same(row, now + pause) with { Failures = row.Failures + 1 };
        var supplier = suppliers.Value[row.Supplier];
        return row.State switch
        {
            _ when supplier.IsAgent => AgentIsSilentAsync(row, again, ct),
            // A purchase that was just sent is looked for soon; its state is Asked since before it was sent.
            SupplierOrderState.Wanted => ChangeAsync(
                row,
                again with
                {
                    From = SupplierOrderState.Asked,
                    To = SupplierOrderState.Asked,
                    NextAt = now + UntilNextLook,
                },
                ct
            ),
            SupplierOrderState.Asked when IsOverdue(row, supplier, now) => GiveUpAsync(row, now, ct),
            SupplierOrderState.Asked => ChangeAsync(row, again with { NextAt = now + UntilNextLook }, ct),
            SupplierOrderState.Active when row.IsOpen => ChangeAsync(
                row,
                again with
                {
                    NextAt = now + Least(pause, supplier.Interval * 4),
                },
                ct
            ),
            _ when now - row.CreatedAt > PatienceWithUpstream => ChangeAsync(row, again with { To = SupplierOrderState.Owed }, ct),
            _ => ChangeAsync(row, again, ct),
        };
    }

    /// <summary>
    /// Its supplier was taken out of the configuration: nobody can be asked. The customer gets the money back, the operator finds it among
    /// what is owed.
    /// </summary>
    internal Task AbandonAsync(SupplierOrderSnapshot row, CancellationToken ct) =>
        EndAsync(
            row,
            new SupplierOrderChange(
                row.State,
                row.State == SupplierOrderState.Wanted || row.Heard > 0 || row.Cost == Money.Zero
                    ? SupplierOrderState.Closed
                    : SupplierOrderState.Owed,
                time.UtcNow()
            ),
            ct
        );

    private async Task BuyAsync(SupplierOrderSnapshot row, SupplierOptions supplier, CancellationToken ct)
    {
        var now = time.UtcNow();
        if (!row.IsWaitedFor)
        {
            await ChangeAsync(row, Same(row, now) with { To = SupplierOrderState.Closed }, ct);
            return;
        }

        // The state is stored before the request is sent, so that the purchase is never sent twice.
        var asked = new SupplierOrderChange(SupplierOrderState.Wanted, SupplierOrderState.Asked, now) { AskedAt = now, KeepsLease = true };
        if (!await ChangeAsync(row, asked, ct))
            return;
        switch (await upstream.BuyAsync(row.Supplier, supplier.Services[row.ServiceCode], row.Most, row.Reference, ct))
        {
            case BuyAnswer.Number number:
                await ArriveAsync(row with { State = SupplierOrderState.Asked }, supplier, number.ExternalId, number.Phone, ct);
                break;
            case BuyAnswer.None none:
                LogNone(log, row.Supplier, row.ServiceCode, none.Word);
                await RefusedAsync(row with { State = SupplierOrderState.Asked }, supplier, none.Doubt, ct);
                break;
        }
    }

    /// <summary>
    /// The answer to a purchase was lost: the number is among the active ones without an order of ours, or nothing was bought.
    /// </summary>
    private async Task LookAsync(SupplierOrderSnapshot row, SupplierOptions supplier, CancellationToken ct)
    {
        foreach (var found in await UnclaimedAsync(row, supplier, ct))
        {
            if (await ArriveAsync(row, supplier, found.Id, found.Phone, ct))
                return;
        }

        var now = time.UtcNow();
        if (row.State == SupplierOrderState.Asked)
            await (IsOverdue(row, supplier, now) ? GiveUpAsync(row, now, ct) : ChangeAsync(row, Same(row, now + UntilNextLook), ct));
        else
            await ChangeAsync(
                row,
                Same(row, now + BetweenLooks) with
                {
                    To = now - row.AskedAt > MissingFor ? SupplierOrderState.Closed : SupplierOrderState.Missing,
                },
                ct
            );
    }

    /// <returns>False where upstream's id belongs to another order.</returns>
    private async Task<bool> ArriveAsync(
        SupplierOrderSnapshot row,
        SupplierOptions supplier,
        string externalId,
        PhoneNumber? phone,
        CancellationToken ct,
        bool isIdFree = false
    )
    {
        var now = time.UtcNow();
        var came = new SupplierOrderChange(row.State, SupplierOrderState.Active, row.IsWaitedFor ? now + supplier.Interval : now)
        {
            Came = (externalId, phone?.E164),
        };
        if (row.IsWaitedFor && phone is { } number && supplier.Sells(number) && await TryGiveAsync(row, number, came, now, ct))
            return true;
        try
        {
            // An invalid number, or one that another open order holds, is returned.
            if (!row.IsWaitedFor)
                await ChangeAsync(row, came, ct);
            else if (await ChangeAsync(row, came with { KeepsLease = true }, ct))
                await ReturnAsync(row with { State = SupplierOrderState.Active, ExternalId = externalId, Phone = phone?.E164 }, ct);
            return true;
        }
        catch (Exception e) when (e.IsUniqueViolation())
        {
            // The same id may be another number: upstream counts anew, or another supplier has the name of an old one.
            if (
                !isIdFree
                && phone is { } other
                && await store.WriteAsync((db, token) => SupplierOrderQueries.FreeIdAsync(db, row, externalId, other, token), ct)
            )
                return await ArriveAsync(row, supplier, externalId, phone, ct, isIdFree: true);
            // Upstream gave the same number twice; the number of this order, if any, is still to be found.
            LogTwice(log, row.Supplier, row.ServiceCode);
            if (row.AskedAt is null)
                await ChangeAsync(row, Same(row, now + UntilNextLook), ct);
            return false;
        }
    }

    /// <summary>Assigns the number to its order and stores upstream's id, in one transaction.</summary>
    /// <returns>False where the number, or upstream's id, is another order's.</returns>
    private async Task<bool> TryGiveAsync(
        SupplierOrderSnapshot row,
        PhoneNumber phone,
        SupplierOrderChange came,
        DateTime now,
        CancellationToken ct
    )
    {
        try
        {
            // Where the order ended meanwhile, the next step gives the number back.
            await store.WriteAsync(
                async (db, token) =>
                    await SupplierOrderQueries.ChangeAsync(db, row.OrderKey, came, token)
                    && await AssignNumber.RunAsync(db, row.OrderKey, phone.E164, now, token),
                ct
            );
            return true;
        }
        catch (Exception e) when (e.IsUniqueViolation())
        {
            return false;
        }
    }

    /// <summary>Refunds the order; a number that still comes of the purchase is canceled when it shows.</summary>
    private Task GiveUpAsync(SupplierOrderSnapshot row, DateTime now, CancellationToken ct) =>
        EndAsync(row, new SupplierOrderChange(row.State, SupplierOrderState.Missing, now + BetweenLooks), ct);

    /// <summary>Ends our order, if it still waits, and changes the supplier's order, in one transaction.</summary>
    private async Task EndAsync(SupplierOrderSnapshot row, SupplierOrderChange change, CancellationToken ct)
    {
        var now = time.UtcNow();
        await store.WriteAsync(
            async (db, token) =>
            {
                if (await SupplierOrderQueries.ChangeAsync(db, row.OrderKey, change, token))
                    await endOrders.EndAsync(db, row.OrderKey, new OrderClosure(OrderStatus.Canceled, Actor.System, null, now), token);
                return true;
            },
            ct
        );
    }

    private Task<bool> ChangeAsync(SupplierOrderSnapshot row, SupplierOrderChange change, CancellationToken ct) =>
        store.WriteAsync((db, token) => SupplierOrderQueries.ChangeAsync(db, row.OrderKey, change, token), ct);

    private static SupplierOrderChange Same(SupplierOrderSnapshot row, DateTime next) => new(row.State, row.State, next);

    private static bool IsOverdue(SupplierOrderSnapshot row, SupplierOptions supplier, DateTime now) =>
        now - (row.AskedAt ?? row.CreatedAt) >= supplier.GiveUpAfter;

    private static TimeSpan Silence(int failures) => Least(LongestSilence, TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures, 10))));

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(LogLevel.Warning, "Supplier {Supplier} sells none of {Service} ({Word})")]
    private static partial void LogNone(ILogger log, string supplier, string service, string word);

    [LoggerMessage(LogLevel.Warning, "Supplier {Supplier} gave no number of {Service} that can be sold; it goes back")]
    private static partial void LogUnfit(ILogger log, string supplier, string service);

    [LoggerMessage(LogLevel.Error, "Supplier {Supplier} gave a number of {Service} that is another order's")]
    private static partial void LogTwice(ILogger log, string supplier, string service);
}
