using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Tests.Orders;

public sealed class TransitionFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<OrderStatus, OrderStatus> Pairs
    {
        get
        {
            var pairs = new TheoryData<OrderStatus, OrderStatus>();
            foreach (var from in Enum.GetValues<OrderStatus>())
            {
                foreach (var to in Enum.GetValues<OrderStatus>().Where(to => to != OrderStatus.Pending && to != from))
                    pairs.Add(from, to);
            }

            return pairs;
        }
    }

    [Fact]
    public void The_table_is_the_one_of_the_design() =>
        Assert.Equal(
            [
                new(OrderStatus.Pending, OrderStatus.Succeeded, Refunds: false),
                new(OrderStatus.Pending, OrderStatus.Canceled, Refunds: true),
                new(OrderStatus.Pending, OrderStatus.Expired, Refunds: true),
                new(OrderStatus.Succeeded, OrderStatus.Refunded, Refunds: true),
            ],
            OrderTransitions.All
        );

    [Fact]
    public void Every_status_has_its_word()
    {
        Assert.Equal(["PENDING", "SUCCEEDED", "CANCELED", "EXPIRED", "REFUNDED"], Enum.GetValues<OrderStatus>().Select(s => s.Text()));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((OrderStatus)9).Text());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_change_in_the_table_happens_with_its_money_and_no_other_does(OrderStatus from, OrderStatus to)
    {
        await using var store = await TestStore.StartAsync();
        var (ann, order) = await OrderInAsync(store, from);
        var before = await store.BalanceAsync(ann.Id);
        var key = await store.ScalarAsync<long>("select id as value from orders");
        var transition = OrderTransitions.All.SingleOrDefault(t => t.From == from && t.To == to);

        var done = await store
            .Get<Store>()
            .WriteAsync(
                async (db, token) =>
                    to == OrderStatus.Succeeded
                        ? (
                            await OrderCodes.RecordAsync(
                                db,
                                [new NewCode(key, store.Get<TextProtector>().Protect("11111"), store.Now)],
                                token
                            )
                        ).Contains(key)
                        : await store.Get<EndOrders>().EndAsync(db, key, new OrderClosure(to, TestStore.Operator, null, store.Now), token)
                            is not null,
                Ct
            );

        Assert.Equal(transition is not null, done);
        Assert.Equal(done ? to : from, (await store.OrderAsync(order)).Status);
        Assert.Equal(before + (transition is { Refunds: true } ? order.Price : Money.Zero), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData(OrderStatus.Pending, null)]
    [InlineData(OrderStatus.Succeeded, "CodeArrived")]
    [InlineData(OrderStatus.Canceled, "WrongStatus")]
    [InlineData(OrderStatus.Expired, "WrongStatus")]
    [InlineData(OrderStatus.Refunded, "WrongStatus")]
    public async Task A_cancel_is_done_or_says_why_not(OrderStatus from, string? error)
    {
        await using var store = await TestStore.StartAsync();
        var (ann, order) = await OrderInAsync(store, from);
        var before = await store.BalanceAsync(ann.Id);

        var canceled = await store.CancelAsync(order);

        Assert.Equal(error, canceled.Error?.GetType().Name);
        if (canceled.IsOk)
            Assert.Equal((order.Price, OrderStatus.Canceled), (canceled.Value, (await store.OrderAsync(order)).Status));
        else
            Assert.Equal((before, from), (await store.BalanceAsync(ann.Id), (await store.OrderAsync(order)).Status));
        if (canceled.Error is Error.CodeArrived late)
            Assert.Equal("54321", late.Code);
        if (canceled.Error is Error.WrongStatus wrong)
            Assert.Equal((order.Id, from, from == OrderStatus.Refunded ? "54321" : null), (wrong.Order, wrong.Status, wrong.Code));
    }

    [Theory]
    [InlineData(OrderStatus.Pending, OrderStatus.Canceled)]
    [InlineData(OrderStatus.Succeeded, OrderStatus.Refunded)]
    [InlineData(OrderStatus.Canceled, null)]
    [InlineData(OrderStatus.Expired, null)]
    [InlineData(OrderStatus.Refunded, null)]
    public async Task An_operator_gives_money_back_once_and_is_told_the_status_otherwise(OrderStatus from, OrderStatus? to)
    {
        await using var store = await TestStore.StartAsync();
        var (ann, order) = await OrderInAsync(store, from);
        var before = await store.BalanceAsync(ann.Id);
        await store.SqlAsync("delete from audit_log");

        var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.RefundAsync(order)));

        Assert.Equal(to is null ? 0 : 1, tries.Count(t => t.IsOk));
        Assert.All(tries.Where(t => !t.IsOk), t => Assert.Equal(new Error.WrongStatus(order.Id, to ?? from), t.Error));
        Assert.Equal(to ?? from, (await store.OrderAsync(order)).Status);
        Assert.Equal(before + (to is null ? Money.Zero : order.Price), await store.BalanceAsync(ann.Id));
        Assert.Equal(
            to is { } status ? $"{from.Text()} -> {status.Text()}, refunded 1.20" : "",
            await store.ScalarAsync<string>(
                "select coalesce(max(before || ' -> ' || after), '') as value from audit_log where action = 'refund'"
            )
        );
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_strangers_order_and_an_unknown_one_are_not_found()
    {
        await using var store = await TestStore.StartAsync();
        var (_, order) = await OrderInAsync(store, OrderStatus.Pending);
        var boris = await store.CustomerAsync("5.00");

        foreach (var foreign in new[] { order with { Customer = boris.Id }, order with { Id = new OrderId(Guid.CreateVersion7()) } })
        {
            Assert.Equal(new Error.NotFound("transaction"), (await store.CancelAsync(foreign)).Error);
            Assert.Equal(
                new Error.NotFound("transaction"),
                (await store.Get<ReadOrdersHandler>().HandleAsync(foreign.Customer, foreign.Id, Ct)).Error
            );
        }

        Assert.Equal(
            new Error.NotFound("transaction"),
            (await store.RefundAsync(order with { Id = new OrderId(Guid.CreateVersion7()) })).Error
        );
        Assert.Equal(OrderStatus.Pending, (await store.OrderAsync(order)).Status);
    }

    private static async Task<(CustomerProfile Ann, OrderView Order)> OrderInAsync(TestStore store, OrderStatus status)
    {
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        var order = (await store.BuyAsync(ann, service)).Value;
        switch (status)
        {
            case OrderStatus.Succeeded or OrderStatus.Refunded:
                Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 54321"));
                break;
            case OrderStatus.Canceled:
                await store.CancelAsync(order);
                break;
            case OrderStatus.Expired:
                store.Time.Advance(TimeSpan.FromMinutes(20));
                await store.ExpireAsync();
                break;
        }

        if (status == OrderStatus.Refunded)
            await store.RefundAsync(order);
        Assert.Equal(status, (await store.OrderAsync(order)).Status);
        return (ann, order);
    }
}
