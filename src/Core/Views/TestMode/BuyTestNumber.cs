using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Views.TestMode;

/// <param name="MostPrice">As for <see cref="PlaceOrder"/>.</param>
public sealed record BuyTestNumber(CustomerId Customer, ServiceId Service, Money? MostPrice);

/// <summary>Buys in the test world: nothing real is touched, no money, no number, no news.</summary>
public sealed class BuyTestNumberHandler(Store store, TimeProvider time)
{
    private const int MostKept = 1000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    public async Task<Result<OrderView>> HandleAsync(BuyTestNumber command, CancellationToken ct)
    {
        var service = TestServices.All.FirstOrDefault(s => s.Id == command.Service);
        if (service is null)
            return new Error.NotFound("service");
        if (command.MostPrice is { } most && service.Price > most)
            return new Error.TooDear(service.Price, most);
        if (service.Stock == 0)
            return new Error.OutOfStock(service.Name);

        var now = time.UtcNow();
        var kind = Enum.GetValues<TestKind>().Single(k => TestServices.IdOf(k) == service.Id);
        return await store.WriteAsync<Result<OrderView>>(
            async (db, token) =>
            {
                // Old ones go when new ones come: a test world that nobody visits stays as it is, and a busy one does not grow.
                var mine = db.TestOrders.Where(o => o.CustomerId == command.Customer.Value);
                await mine.Where(o => o.CreatedAt < now - KeptFor).ExecuteDeleteAsync(token);
                await mine.OrderByDescending(o => o.CreatedAt).Skip(MostKept - 1).ExecuteDeleteAsync(token);

                var balance = await TestBalance.ReadAsync(db, command.Customer, now, token);
                if (balance < service.Price)
                    return new Error.InsufficientFunds(service.Price, balance);
                var order = new TestOrder(command.Customer, kind, now);
                db.Add(order);
                await db.SaveChangesAsync(token);
                return order.At(now);
            },
            ct
        );
    }
}
