using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>Creates the supplier's order where a number was sold from an offer, and has an agent told of refunds.</summary>
internal sealed class SupplierReactions(IOptions<SuppliersOptions> suppliers) : IReaction<OrderPlaced>, IReaction<OrderEnded>
{
    private static readonly RowInsert<OrderPlaced> AddSql = new(
        "supplies",
        null,
        null,
        RowStatement<OrderPlaced>.Of("order_id", o => o.Key),
        RowStatement<OrderPlaced>.Of("supplier", o => o.Offer!.Supplier),
        RowStatement<OrderPlaced>.Of("service_code", o => o.ServiceCode),
        RowStatement<OrderPlaced>.Of("state", _ => (int)SupplierOrderState.Wanted),
        RowStatement<OrderPlaced>.Of("cost_minor", o => o.Offer!.Cost.Minor),
        RowStatement<OrderPlaced>.Of("most_minor", o => o.Offer!.Most(o.Price).Minor),
        RowStatement<OrderPlaced>.Of("tried", _ => ""),
        RowStatement<OrderPlaced>.Of("heard", _ => 0),
        RowStatement<OrderPlaced>.Of("is_listening", _ => false),
        RowStatement<OrderPlaced>.Of("next_at", o => o.At),
        RowStatement<OrderPlaced>.Of("failures", _ => 0),
        RowStatement<OrderPlaced>.Of("created_at", o => o.At)
    );

    private static readonly RowStatement<(long OrderKey, string Supplier, DateTime At)> TakeUpAgainSql = new(
        $"""
        update supplies set state = {(int)SupplierOrderState.Active}, next_at = r.next_at, failures = 0 from {"{rows}"}
        where supplies.order_id = r.order_id and supplies.supplier = r.supplier and supplies.state = {(int)SupplierOrderState.Closed}
            and supplies.activation is not null
        """,
        RowStatement<(long OrderKey, string Supplier, DateTime At)>.Of("order_id", o => o.OrderKey),
        RowStatement<(long OrderKey, string Supplier, DateTime At)>.Of("supplier", o => o.Supplier),
        RowStatement<(long OrderKey, string Supplier, DateTime At)>.Of("next_at", o => o.At)
    );

    private readonly List<string> agents = [.. suppliers.Value.Where(supplier => supplier.Value.IsAgent).Select(supplier => supplier.Key)];

    public void Write(StatementBatch batch, IReadOnlyList<OrderPlaced> events) =>
        batch.Add(AddSql.Statement, [.. events.Where(o => o.Offer is not null)], row: null);

    // The agent was told that the number was sold: it is told of the refund as well.
    public void Write(StatementBatch batch, IReadOnlyList<OrderEnded> events) =>
        batch.Add(
            TakeUpAgainSql,
            [.. events.Where(o => o.To == OrderStatus.Refunded).SelectMany(o => agents.Select(agent => (o.Key, agent, o.At)))],
            row: null
        );
}
