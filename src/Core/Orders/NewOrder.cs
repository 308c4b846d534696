using System.Data.Common;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;
using XthonBot.Core.Suppliers;

namespace XthonBot.Core.Orders;

/// <summary>An order that was decided and is being written: with a number of the shelf, or with one that is still to be fetched.</summary>
internal sealed class NewOrder(
    Purchase purchase, PurchaseSet.Service service, Source source, Shelf.Claimed? number, TimeSpan lifetime)
{
    private static readonly RowInsert<NewOrder> AddSql = new(
        "orders",
        null,
        "public_id, id",
        RowStatement<NewOrder>.Of("public_id", o => o.publicId),
        RowStatement<NewOrder>.Of("customer_id", o => o.Customer.Value),
        RowStatement<NewOrder>.Of("service_id", o => o.service.Key),
        RowStatement<NewOrder>.Of("service_name", o => o.service.Name),
        RowStatement<NewOrder>.Of("number_id", o => o.number?.Id),
        RowStatement<NewOrder>.Of("phone", o => o.number?.Phone),
        RowStatement<NewOrder>.Of("list_price_minor", o => o.source.ListPrice.Minor),
        RowStatement<NewOrder>.Of("price_minor", o => o.Price.Minor),
        RowStatement<NewOrder>.Of("status", _ => (int)OrderStatus.Pending),
        RowStatement<NewOrder>.Of("channel", o => (int)o.Channel),
        RowStatement<NewOrder>.Of("purchase_key", o => o.purchaseKey),
        RowStatement<NewOrder>.Of("api_key_id", o => o.limitedKey),
        RowStatement<NewOrder>.Of("created_at", o => o.Now),
        RowStatement<NewOrder>.Of("expires_at", o => o.expiresAt));

    private static readonly RowInsert<NewOrder> AddSupplySql = new(
        "supplies",
        null,
        null,
        RowStatement<NewOrder>.Of("order_id", o => o.publicId, "(select o.id from orders o where o.public_id = {value})"),
        RowStatement<NewOrder>.Of("supplier", o => o.source.Offer!.Supplier),
        RowStatement<NewOrder>.Of("service_code", o => o.service.Code),
        RowStatement<NewOrder>.Of("state", _ => (int)SupplyState.Wanted),
        RowStatement<NewOrder>.Of("cost_minor", o => o.source.Offer!.Cost.Minor),
        RowStatement<NewOrder>.Of("most_minor", o => o.source.Offer!.Most(o.Price).Minor),
        RowStatement<NewOrder>.Of("tried", _ => ""),
        RowStatement<NewOrder>.Of("heard", _ => 0),
        RowStatement<NewOrder>.Of("is_listening", _ => false),
        RowStatement<NewOrder>.Of("next_at", o => o.Now),
        RowStatement<NewOrder>.Of("failures", _ => 0),
        RowStatement<NewOrder>.Of("created_at", o => o.Now));

    private readonly Guid publicId = Guid.CreateVersion7(purchase.Now);
    private readonly PurchaseSet.Service service = service;
    private readonly Source source = source;
    private readonly Shelf.Claimed? number = number;
    private readonly string? purchaseKey = purchase.Command.PurchaseKey;
    private readonly long? limitedKey = purchase.Command.Limit?.Key.Value;
    private readonly DateTime expiresAt = purchase.Now + lifetime;

    /// <summary>The key in the database, once added.</summary>
    public long Key { get; private set; }

    public OrderId Id => new(publicId);

    public CustomerId Customer => purchase.Command.Customer;

    public OrderChannel Channel => purchase.Command.Channel;

    public Money Price => source.Price;

    public DateTime Now => purchase.Now;

    public static void Add(Round round, List<NewOrder> orders)
    {
        var added = orders.ToDictionary(order => order.publicId);
        round.Add(AddSql.Statement, orders, row => added[row.GetGuid(0)].Key = row.GetInt64(1));
        round.Add(AddSupplySql.Statement, orders.FindAll(order => order.number is null), row: null);
    }

    public OrderView View(ServiceId id) => new(
        Id, Customer, OrderStatus.Pending, Channel, Price, source.ListPrice, number?.Phone,
        id, service.Name, null, Now, expiresAt, null, IsOpen: true, WaitsForAnother: false);
}
