using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Views.Operator;

public sealed record FoundNumber(string Phone, string ServiceCode, string ServiceName, NumberStatus Status, int ExpiredInARow);

public sealed record FoundOrder(OrderView Order, CustomerProfile Buyer);

public sealed record FoundPayment(PaymentView Payment, CustomerProfile Payer);

/// <summary>A message as the operator sees it in a search.</summary>
public sealed record FoundMessage(MessageId Id, string Sender, string Phone, string? Text, DateTime ReceivedAt, bool Matched);

public sealed record Found(
    IReadOnlyList<FoundOrder> Orders,
    IReadOnlyList<FoundNumber> Numbers,
    IReadOnlyList<CustomerProfile> Customers,
    IReadOnlyList<FoundMessage> Messages
)
{
    public IReadOnlyList<FoundPayment> Payments { get; init; } = [];

    public bool IsEmpty => Orders.Count + Numbers.Count + Customers.Count + Messages.Count + Payments.Count == 0;
}

/// <summary>Looks for orders, numbers and customers by an id, a phone or a name, for the operator.</summary>
public sealed class FindAnythingHandler(Store store, TextProtector protector, PaymentProviders providers, TimeProvider time)
{
    private const int Most = 5;
    private const int AuditedLength = 64;

    /// <summary>Looking at somebody's orders is an operator's action like any other: it is audited.</summary>
    public async Task<Found> HandleAsync(string what, Actor by, CancellationToken ct)
    {
        var now = time.UtcNow();
        await store.WriteAsync(
            (db, token) =>
            {
                db.Publish(new Audited(by, "find", StorableText.Cut(what, AuditedLength), null, null, null, now));
                return Task.FromResult(default(Done));
            },
            ct
        );
        return await LookAsync(what, ct);
    }

    /// <summary>Whose order it is; null where there is no such order.</summary>
    public Task<CustomerProfile?> OwnerOfAsync(OrderId order, CancellationToken ct) =>
        store.ReadAsync(
            (db, token) =>
                CustomerProfile
                    .From(db, c => db.Set<Order>().Any(o => o.PublicId == order.Value && o.CustomerId == c.Id))
                    .SingleOrDefaultAsync(token),
            ct
        );

    private Task<Found> LookAsync(string what, CancellationToken ct)
    {
        var ways = providers.All.Select(way => way.Name).ToList();
        return store.ReadAsync(
            async (db, token) =>
            {
                var text = PlainText.Of(what).Trim();
                if (OrderId.TryParse(text, out var orderId))
                    return new Found(await OrdersAsync(db.Orders.Where(o => o.PublicId == orderId.Value)), [], [], []);
                if (PaymentId.TryParse(text, out var paymentId))
                    return new Found([], [], [], [])
                    {
                        Payments = await FoundPayments.OfAsync(db, p => p.PublicId == paymentId.Value, token),
                    };
                var payments = await FoundPayments.ByNameAsync(db, ways, text, token);

                var (id, name) = CustomerReference.Read(text) ?? default;
                // A word that looks like an id may be somebody's name; then both are shown, each with its id.
                var customers = await CustomerProfile
                    .From(db, c => c.TelegramId == id || c.Username == (name ?? text) || c.Name == text)
                    .Take(Most)
                    .ToListAsync(token);

                // Digits alone may be a number whose plus was left out, or a US number.
                var phones = new[] { PhoneNumber.Parse(text), PhoneNumber.ParseInternational(text) }
                    .Where(p => p.IsOk)
                    .Select(p => p.Value.E164)
                    .Distinct()
                    .ToList();
                if (phones.Count == 0)
                {
                    var theirs = new List<FoundOrder>();
                    foreach (var customer in customers)
                        theirs.AddRange(await OrdersAsync(db.NewestOrdersOf(customer.Id, orders => orders, Most)));
                    return new Found([.. theirs.OrderByDescending(o => o.Order.CreatedAt).Take(Most)], [], customers, [])
                    {
                        Payments = payments,
                    };
                }

                var numbers = await db
                    .Numbers.Where(n => phones.Contains(n.Phone))
                    .OrderByDescending(n => n.Id)
                    .Take(Most)
                    .Join(
                        db.Services,
                        n => n.ServiceId,
                        s => s.Id,
                        (n, s) => new FoundNumber(n.Phone, s.Code, s.Name, n.Status, n.ExpiredInARow)
                    )
                    .ToListAsync(token);
                var messages = await db
                    .Messages.Where(m => phones.Contains(m.Phone))
                    .OrderByDescending(m => m.Id)
                    .Take(Most)
                    .Select(m => new FoundMessage(
                        new MessageId(m.Id),
                        m.Sender,
                        m.Phone,
                        protector.Unprotect(m.Text),
                        m.ReceivedAt,
                        m.OrderId != null
                    ))
                    .ToListAsync(token);
                return new Found(
                    await OrdersAsync(db.Orders.Where(o => o.Phone != null && phones.Contains(o.Phone))),
                    numbers,
                    customers,
                    messages
                )
                {
                    Payments = payments,
                };

                async Task<IReadOnlyList<FoundOrder>> OrdersAsync(IQueryable<Order> which)
                {
                    var orders = await which
                        .OrderByDescending(o => o.Id)
                        .Take(Most)
                        .Select(OrderView.Projection(db, protector))
                        .ToListAsync(token);
                    var buyers = await CustomerProfile.OfAsync(db, orders.Select(o => o.Customer), token);
                    return orders.ConvertAll(order => new FoundOrder(order, buyers[order.Customer]));
                }
            },
            ct
        );
    }
}
