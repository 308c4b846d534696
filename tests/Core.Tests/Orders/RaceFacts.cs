using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Tests.Orders;

public sealed class RaceFacts
{
    private const int Rounds = 40;

    [Fact]
    public async Task A_cancel_and_a_message_at_once_have_one_winner_and_a_late_cancel_tells_the_code()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: Rounds, price: "0.10");
        var ann = await store.CustomerAsync("10.00");

        for (var round = 0; round < Rounds; round++)
        {
            var order = (await store.BuyAsync(ann, service)).Value;
            var before = await store.BalanceAsync(ann.Id);
            var cancelFirst = round % 2 == 0;
            var early = cancelFirst ? store.CancelAsync(order) : null;
            var message = Task.Run(() => store.ReceiveAsync(order.Phone, "Your code is 54321"));
            var canceled = await (early ?? store.CancelAsync(order));
            var reception = await message;

            var after = await store.OrderAsync(order);
            if (canceled.IsOk)
            {
                Assert.Equal((Reception.Unmatched, OrderStatus.Canceled, null), (reception, after.Status, after.Code));
                Assert.Equal(before + order.Price, await store.BalanceAsync(ann.Id));
            }
            else
            {
                Assert.Equal(new Error.CodeArrived(order.Id, "54321"), canceled.Error);
                Assert.Equal((Reception.CodeDelivered, OrderStatus.Succeeded, "54321"), (reception, after.Status, after.Code));
                Assert.Equal(before, await store.BalanceAsync(ann.Id));
            }
        }

        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_cancel_and_an_expiry_at_once_pay_back_once()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: Rounds, price: "0.10");
        var ann = await store.CustomerAsync("10.00");

        for (var round = 0; round < Rounds; round++)
        {
            var order = (await store.BuyAsync(ann, service)).Value;
            store.Time.Advance(TimeSpan.FromMinutes(20));
            var expiring = Task.Run(store.ExpireAsync);
            var canceling = Task.Run(() => store.CancelAsync(order));
            var (expired, canceled) = (await expiring, await canceling);

            var status = (await store.OrderAsync(order)).Status;
            Assert.Equal(canceled.IsOk ? OrderStatus.Canceled : OrderStatus.Expired, status);
            // The sweep counts what it saw due; what a cancel took from it in the same batch is not refunded again.
            Assert.True(expired == 1 || canceled.IsOk);
            if (!canceled.IsOk)
                Assert.Equal(new Error.WrongStatus(order.Id, OrderStatus.Expired), canceled.Error);
            Assert.Equal("10.00", $"{await store.BalanceAsync(ann.Id)}");
        }

        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Twenty_cancels_and_refunds_at_once_pay_back_once()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        var order = (await store.BuyAsync(ann, service)).Value;

        var tries = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? store.CancelAsync(order) : store.RefundAsync(order))
        );

        Assert.Single(tries, t => t.IsOk);
        Assert.Equal("5.00", $"{await store.BalanceAsync(ann.Id)}");
        Assert.Equal(1, await store.ScalarAsync<int>($"select count(*) as value from postings where kind = {(int)PostingKind.Refund}"));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Several_sweeps_at_once_expire_each_of_many_orders_once()
    {
        await using var store = await TestStore.StartAsync(("Orders:MaxOpenPerCustomer", "0"));
        var service = await store.ServiceAsync(numbers: 250, price: "0.10");
        var ann = await store.CustomerAsync("25.00");
        var bought = await Task.WhenAll(Enumerable.Range(0, 250).Select(_ => store.BuyAsync(ann, service, channel: OrderChannel.Api)));
        Assert.All(bought, b => Assert.True(b.IsOk));
        store.Time.Advance(TimeSpan.FromMinutes(20));

        var expired = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.ExpireAsync()));

        Assert.Equal(250, expired.Sum());
        Assert.Equal("25.00", $"{await store.BalanceAsync(ann.Id)}");
        Assert.Empty(await store.DifferencesAsync());
    }
}
