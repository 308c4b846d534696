using System.Data.Common;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;

namespace XthonBot.Core.Orders;

/// <summary>An order that was decided and is being written.</summary>
internal sealed class NewOrder(
    Purchase purchase, long serviceKey, string serviceName, Money listPrice, Money price, Shelf.Claimed number, TimeSpan lifetime)
{
    private static readonly RowInsert<NewOrder> AddSql = new(
        "orders",
        null,
        "public_id, id",
        RowStatement<NewOrder>.Of("public_id", o => o.publicId),
        RowStatement<NewOrder>.Of("customer_id", o => o.Customer.Value),
        RowStatement<NewOrder>.Of("service_id", o => o.serviceKey),
        RowStatement<NewOrder>.Of("service_name", o => o.serviceName),
        RowStatement<NewOrder>.Of("number_id", o => o.number.Id),
        RowStatement<NewOrder>.Of("phone", o => o.number.Phone),
        RowStatement<NewOrder>.Of("list_price_minor", o => o.listPrice.Minor),
        RowStatement<NewOrder>.Of("price_minor", o => o.Price.Minor),
        RowStatement<NewOrder>.Of("status", _ => (int)OrderStatus.Pending),
        RowStatement<NewOrder>.Of("channel", o => (int)o.Channel),
        RowStatement<NewOrder>.Of("purchase_key", o => o.purchaseKey),
        RowStatement<NewOrder>.Of("created_at", o => o.Now),
        RowStatement<NewOrder>.Of("expires_at", o => o.expiresAt));

    private readonly Guid publicId = Guid.CreateVersion7(purchase.Now);
    private readonly long serviceKey = serviceKey;
    private readonly string serviceName = serviceName;
    private readonly Money listPrice = listPrice;
    private readonly Shelf.Claimed number = number;
    private readonly string? purchaseKey = purchase.Command.PurchaseKey;
    private readonly DateTime expiresAt = purchase.Now + lifetime;

    /// <summary>The key in the database, once added.</summary>
    public long Key { get; private set; }

    public OrderId Id => new(publicId);

    public CustomerId Customer => purchase.Command.Customer;

    public OrderChannel Channel => purchase.Command.Channel;

    public Money Price => price;

    public DateTime Now => purchase.Now;

    public static void Add(Round round, List<NewOrder> orders)
    {
        var added = orders.ToDictionary(order => order.publicId);
        round.Add(AddSql.Statement, orders, row => added[row.GetGuid(0)].Key = row.GetInt64(1));
    }

    public OrderView View(ServiceId service) => new(
        Id, Customer, OrderStatus.Pending, Channel, price, listPrice, number.Phone,
        service, serviceName, null, Now, expiresAt, null, IsOpen: true);
}
