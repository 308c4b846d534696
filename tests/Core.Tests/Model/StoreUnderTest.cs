using System.Text;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Model;

/// <summary>The real store, told what to do in the model's terms.</summary>
public sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly TestStore store;
    private readonly List<CustomerProfile> customers = [];
    private readonly List<ServiceView> services = [];
    private readonly List<OrderView> orders = [];

    private StoreUnderTest(TestStore store) => this.store = store;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<StoreUnderTest> StartAsync()
    {
        var test = new StoreUnderTest(await TestStore.StartAsync());
        foreach (var bonus in Cast.Bonuses)
            test.customers.Add(await test.store.CustomerAsync(bonus: bonus));
        foreach (var (code, price) in Cast.Services)
        {
            test.services.Add(await test.store.ServiceAsync(code, price));
            await test.store.StockAsync(code, Cast.Phones.Skip(test.services.Count * 3 - 3).Take(3));
        }

        return test;
    }

    public async Task<string> ApplyAsync(Op op)
    {
        switch (op)
        {
            case Op.Credit credit:
                return await MoveAsync(Direction.Credit, credit.Customer, credit.Minor);
            case Op.Debit debit:
                return await MoveAsync(Direction.Debit, debit.Customer, debit.Minor);
            case Op.Buy buy:
                var bought = await store.BuyAsync(
                    customers[buy.Customer],
                    services[buy.Service],
                    buy.Key == 0 ? null : $"key{buy.Key}",
                    buy.Channel
                );
                return bought.Match(Remember, error => error.GetType().Name);
            case Op.Message message:
                var at = message.AgeMinutes is { } age ? store.Now.AddMinutes(-age) : (DateTime?)null;
                return $"{await store.ReceiveAsync(Cast.Phones[message.Phone], Cast.TextOf(message), $"id{message.Id}", at)}";
            case Op.Cancel cancel:
                if (orders.Count == 0)
                    return "nothing";
                var mine = orders[cancel.Order % orders.Count] with { Customer = customers[cancel.Customer].Id };
                return (await store.CancelAsync(mine)).Match(money => $"back {money.Minor}", Say);
            case Op.Refund refund:
                return orders.Count == 0
                    ? "nothing"
                    : (await store.RefundAsync(orders[refund.Order % orders.Count])).Match(money => $"back {money.Minor}", Say);
            case Op.Expire:
                // One sweep of the store does both.
                await store.ExpireAsync();
                return "swept";
            case Op.Close:
                return "swept";
            case Op.Cool:
                await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct);
                return "swept";
            case Op.Advance advance:
                store.Time.Advance(TimeSpan.FromMinutes(advance.Minutes));
                return "later";
            case Op.Withdraw withdraw:
                var withdrawn = await store
                    .Get<WithdrawNumbersHandler>()
                    .HandleAsync(new WithdrawNumbers(Cast.Services[withdraw.Service].Code, null, withdraw.Count, TestStore.Operator), Ct);
                return $"withdrew {withdrawn.Value}";
            case Op.Restock restock:
                var report = await store.StockAsync(Cast.Services[restock.Service].Code, [Cast.Phones[restock.Phone]]);
                return report.Total.Added == 1 ? "added" : "duplicate";
            case Op.Ban ban:
                await store
                    .Get<ChangeCustomerHandler>()
                    .HandleAsync(customers[ban.Customer].Id, new CustomerChange.Ban(null, TestStore.Operator), Ct);
                return "banned";
            case Op.Unban unban:
                await store
                    .Get<ChangeCustomerHandler>()
                    .HandleAsync(customers[unban.Customer].Id, new CustomerChange.Unban(TestStore.Operator), Ct);
                return "free";
            default:
                throw new InvalidOperationException($"{op}");
        }
    }

    /// <summary>Carries out what one set can, all at once: they wait until the last one has come.</summary>
    public async Task<string[]> ApplyTogetherAsync(IEnumerable<Op> ops)
    {
        var gate = await Data.BatchGate.CloseAsync(store);
        var under = ops.Select(ApplyAsync).ToList();
        gate.Open();
        return await Task.WhenAll(under);
    }

    public Task<string> StateAsync() =>
        store
            .Get<Store>()
            .ReadAsync(
                async (db, token) =>
                {
                    var text = new StringBuilder();
                    foreach (var balance in await db.Balances.OrderBy(b => b.CustomerId).ToListAsync(token))
                        text.AppendLine(null, $"balance {balance.AmountMinor}");
                    foreach (var o in await db.Orders.OrderBy(o => o.Id).ToListAsync(token))
                    {
                        var customer = customers.FindIndex(c => c.Id.Value == o.CustomerId);
                        text.AppendLine(
                            null,
                            $"order of {customer} {o.Phone} {o.PriceMinor} {o.Status} {store.Get<TextProtector>().Unprotect(o.Code) ?? "-"} {(o.ClosedAt is null ? "open" : "closed")}"
                        );
                    }

                    foreach (var n in await db.Numbers.OrderBy(n => n.Id).ToListAsync(token))
                        text.AppendLine(null, $"number {n.Phone} {n.Status} {n.ExpiredInARow}");
                    return text.ToString();
                },
                Ct
            );

    /// <summary>What holds in every state: the books agree, no balance is below zero, and money neither comes nor goes.</summary>
    public async Task CheckAsync()
    {
        Assert.Empty(await store.DifferencesAsync());
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from balances where amount_minor < 0"));
        Assert.Equal(
            0,
            await store.ScalarAsync<long>(
                """
                select (select sum(amount_minor) from balances)
                    + coalesce((select sum(amount_minor) from postings where destination not like 'customer:%'), 0)
                    - coalesce((select sum(amount_minor) from postings where source not like 'customer:%'), 0) as value
                """
            )
        );
        Assert.Equal(
            0,
            await store.ScalarAsync<int>(
                """
                select count(*) as value from messages m join orders o on o.id = m.order_id where m.received_at < o.created_at
                    or m.phone <> o.phone
                """
            )
        );
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task<string> MoveAsync(Direction direction, int customer, int minor) =>
        (
            await store
                .Get<MoveMoneyHandler>()
                .HandleAsync(
                    new MoveMoney(
                        customers[customer].Id,
                        direction,
                        new Money(minor),
                        TestStore.Operator,
                        null,
                        $"{Guid.CreateVersion7()}"
                    ),
                    Ct
                )
        ).Match(_ => "moved", Say);

    private string Remember(OrderView order)
    {
        lock (orders)
        {
            if (!orders.Exists(o => o.Id == order.Id))
                orders.Add(order);
        }

        return $"bought {order.Phone}";
    }

    private static string Say(Error error) =>
        error switch
        {
            Error.CodeArrived arrived => $"{nameof(Error.CodeArrived)} {arrived.Code}",
            Error.WrongStatus wrong => $"{nameof(Error.WrongStatus)} {wrong.Status}",
            _ => error.GetType().Name,
        };
}
