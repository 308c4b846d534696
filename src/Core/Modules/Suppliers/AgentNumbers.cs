using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>The numbers that were bought from an agent, and their orders.</summary>
internal static class AgentNumbers
{
    /// <summary>Stands for the order of a number that nobody holds: no order has this key.</summary>
    private const long Nobody = 0;

    /// <summary>The open order for which this number was bought there.</summary>
    public static async Task<long> OrderOfAsync(StoreDbContext db, string supplier, PhoneNumber? phone, CancellationToken ct) =>
        phone is not { E164: var number }
            ? Nobody
            : await db
                .Orders.Where(o =>
                    o.Phone == number && o.ClosedAt == null && db.Set<SupplierOrder>().Any(s => s.OrderId == o.Id && s.Supplier == supplier)
                )
                .Select(o => (long?)o.Id)
                .SingleOrDefaultAsync(ct)
                ?? Nobody;

    public static Task<List<string>> OpenAsync(StoreDbContext db, string supplier, CancellationToken ct) =>
        db
            .Orders.Where(o =>
                o.ClosedAt == null && o.Phone != null && db.Set<SupplierOrder>().Any(s => s.OrderId == o.Id && s.Supplier == supplier)
            )
            .OrderBy(o => o.Id)
            .Select(o => o.Phone!)
            .ToListAsync(ct);

    /// <summary>
    /// Whether the agent's own id of this number now means the number of another order: the agent began to count anew, or gave the same
    /// number twice. Ending the number would end that order.
    /// </summary>
    public static Task<bool> IsAnothersAsync(StoreDbContext db, SupplierOrderSnapshot row, CancellationToken ct)
    {
        var same = AgentExternalId.Prefix(row.ExternalId!);
        return db.Supplies.AnyAsync(
            s =>
                s.Supplier == row.Supplier
                && s.OrderId != row.OrderKey
                && s.State == SupplierOrderState.Active
                && s.ExternalId!.StartsWith(same)
                && (s.OrderId > row.OrderKey || db.Set<Order>().Any(o => o.Id == s.OrderId && o.ClosedAt == null)),
            ct
        );
    }
}

/// <inheritdoc/>
public sealed class AgentOrders : IAgentOrders
{
    Task<long> IAgentOrders.FindAsync(StoreDbContext db, string agent, PhoneNumber? number, CancellationToken ct) =>
        AgentNumbers.OrderOfAsync(db, agent, number, ct);
}

/// <summary>
/// An agent's id of a number, with our order's id behind it: some count from 1 again, and the same id at another time is another number.
/// </summary>
public static class AgentExternalId
{
    private const char Mark = '#';

    /// <param name="id">As the agent wrote it, in JSON: whether it was a number or a text is part of it.</param>
    public static string Of(string id, string order) => $"{id}{Mark}{order}";

    /// <returns>The agent's id, in JSON.</returns>
    public static string Id(string externalId) => externalId[..externalId.LastIndexOf(Mark)];

    internal static string Prefix(string externalId) => externalId[..(externalId.LastIndexOf(Mark) + 1)];
}

/// <summary>The numbers of an agent that open orders hold: it is not to give them again.</summary>
public sealed class ReadAgentNumbersHandler(Store store)
{
    public Task<List<string>> HandleAsync(string supplier, CancellationToken ct) =>
        store.ReadAsync((db, token) => AgentNumbers.OpenAsync(db, supplier, token), ct);
}
