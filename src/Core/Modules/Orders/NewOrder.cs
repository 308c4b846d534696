using System.Data.Common;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Modules.Orders;

/// <summary>An accepted order about to be inserted, with a stock number or with one still to be bought from a supplier.</summary>
internal sealed class NewOrder(
    Purchase purchase,
    PlaceOrdersBatch.Service service,
    NumberChoice source,
    StockReservations.Reserved? number,
    TimeSpan lifetime
)
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
        RowStatement<NewOrder>.Of("text_completes", o => (int?)o.service.Texts),
        RowStatement<NewOrder>.Of("created_at", o => o.Now),
        RowStatement<NewOrder>.Of("expires_at", o => o.expiresAt)
    );

    private readonly Guid publicId = Guid.CreateVersion7(purchase.Now);
    private readonly PlaceOrdersBatch.Service service = service;
    private readonly NumberChoice source = source;
    private readonly StockReservations.Reserved? number = number;
    private readonly string? purchaseKey = purchase.Command.PurchaseKey;
    private readonly long? limitedKey = purchase.Command.Buyer.Limit?.Key.Value;
    private readonly DateTime expiresAt = purchase.Now + lifetime;

    /// <summary>The key in the database, once added.</summary>
    public long Key { get; private set; }

    public OrderId Id => new(publicId);

    public CustomerId Customer => purchase.Command.Customer;

    public OrderChannel Channel => purchase.Command.Channel;

    public Money Price => source.Price;

    public DateTime Now => purchase.Now;

    /// <summary>The domain event, once added.</summary>
    public OrderPlaced Placed => new(Key, Customer, Channel, service.Code, Price, source.Offer, Now);

    public static void Add(StatementBatch batch, List<NewOrder> orders)
    {
        var added = orders.ToDictionary(order => order.publicId);
        batch.Add(AddSql.Statement, orders, row => added[row.GetGuid(0)].Key = row.GetInt64(1));
    }

    public OrderView View(ServiceId id) =>
        new(
            Id,
            Customer,
            OrderStatus.Pending,
            Channel,
            Price,
            source.ListPrice,
            number?.Phone,
            id,
            service.Name,
            null,
            Now,
            expiresAt,
            null,
            IsOpen: true,
            WaitsForAnother: false
        );
}
