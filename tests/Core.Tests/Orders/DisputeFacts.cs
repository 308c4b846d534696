using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Orders;

/// <summary>A customer disputes a code that was charged, and an operator decides, once.</summary>
public sealed class DisputeFacts
{
    private const int Rounds = 20;
    private static readonly Actor Other = Actor.Operator(1004);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dispute_is_opened_once_and_the_operators_read_the_whole_text()
    {
        await using var store = await TestStore.StartAsync();
        var order = await ChargedAsync(store);

        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => DisputeAsync(store, order)));
        await store.DeliverAsync();

        Assert.Single(opened, o => o.IsOk);
        Assert.All(opened.Where(o => !o.IsOk), o => Assert.Equal(new Error.AlreadyDone("dispute"), o.Error));
        Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.DisputeOpened);
        var dispute = await FindAsync(store, order);
        Assert.Equal(
            (DisputeState.Open, "20", "Telegram", "It expires in 20, your code is 20"),
            (dispute.State, dispute.Code, dispute.Sender, dispute.Text)
        );
        Assert.Equal((1, order.Id), await OpenAsync(store));
        Assert.Equal(DisputeChoice.Open, await ChoiceAsync(store, order));
    }

    [Fact]
    public async Task An_accepted_dispute_is_a_refund_by_the_operator_and_audited()
    {
        await using var store = await TestStore.StartAsync();
        var order = await ChargedAsync(store);
        await DisputeAsync(store, order);

        Assert.Equal(order.Price, (await JudgeAsync(store, order, refund: true)).Value);
        await store.DeliverAsync();

        Assert.Equal(OrderStatus.Refunded, (await store.OrderAsync(order)).Status);
        Assert.Equal("5.00", $"{await store.BalanceAsync(order.Customer)}");
        Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.OrderRefunded);
        Assert.Equal(
            "operator:1003 open accepted, refunded 1.20",
            await store.ScalarAsync<string>(
                "select actor || ' ' || before || ' ' || after as value from audit_log where action = 'dispute.refund'"
            )
        );
        Assert.Equal(
            (DisputeState.Accepted, "operator:1003"),
            ((await FindAsync(store, order)).State, (await FindAsync(store, order)).DecidedBy)
        );
        Assert.Equal(0, (await OpenAsync(store)).Total);
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData(OrderChannel.Chat, 1)]
    [InlineData(OrderChannel.Api, 0)]
    public async Task A_rejected_dispute_keeps_the_money_and_its_customer_is_told(OrderChannel channel, int cards)
    {
        await using var store = await TestStore.StartAsync();
        var order = await ChargedAsync(store, channel);
        await DisputeAsync(store, order);
        await store.DeliverAsync();
        var before = store.Channel.Delivered.Count(d => d.Kind == NotificationKind.OrderChanged);

        Assert.Equal(Money.Zero, (await JudgeAsync(store, order, refund: false)).Value);
        await store.DeliverAsync();

        Assert.Equal(OrderStatus.Succeeded, (await store.OrderAsync(order)).Status);
        Assert.Equal("3.80", $"{await store.BalanceAsync(order.Customer)}");
        Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.DisputeRejected);
        Assert.Equal(before + cards, store.Channel.Delivered.Count(d => d.Kind == NotificationKind.OrderChanged));
        Assert.Equal(DisputeChoice.Rejected, await ChoiceAsync(store, order));
        Assert.Equal(new Error.AlreadyDone("dispute"), (await DisputeAsync(store, order)).Error);
        Assert.Equal(new Error.AlreadyDone("dispute"), (await JudgeAsync(store, order, refund: true)).Error);
    }

    [Fact]
    public async Task Only_a_code_that_was_charged_and_came_of_late_can_be_disputed_and_only_by_its_customer()
    {
        await using var store = await TestStore.StartAsync(("Orders:TextCompletes", "Any"));
        var service = await store.ServiceAsync(numbers: 3);
        var ann = await store.CustomerAsync("5.00");
        var waiting = (await store.BuyAsync(ann, service)).Value;
        var byText = (await store.BuyAsync(ann, service)).Value;
        var charged = (await store.BuyAsync(ann, service)).Value;
        await store.ReceiveAsync(byText.Phone, "Hello, no code here");
        await store.ReceiveAsync(charged.Phone, "Your code is 54321");
        var ben = await store.CustomerAsync();

        foreach (var order in new[] { waiting, byText })
            Assert.Equal(new Error.NoDispute(order.Id), (await DisputeAsync(store, order)).Error);
        Assert.Equal(new Error.NotFound("transaction"), (await store.Get<DisputeOrderHandler>().HandleAsync(ben.Id, charged.Id, Ct)).Error);
        Assert.Equal(new Error.NotFound("dispute"), (await JudgeAsync(store, charged, refund: true)).Error);

        store.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(DisputeChoice.Possible, await ChoiceAsync(store, charged));
        store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(DisputeChoice.None, await ChoiceAsync(store, charged));
        Assert.Equal(new Error.NoDispute(charged.Id), (await DisputeAsync(store, charged)).Error);
    }

    [Fact]
    public async Task No_code_can_be_disputed_where_that_is_switched_off()
    {
        await using var store = await TestStore.StartAsync(("Orders:DisputeFor", "00:00:00"));
        var order = await ChargedAsync(store);

        Assert.Equal(DisputeChoice.None, await ChoiceAsync(store, order));
        Assert.Equal(new Error.NoDispute(order.Id), (await DisputeAsync(store, order)).Error);
    }

    [Fact]
    public async Task The_code_in_dispute_stays_the_one_that_was_disputed_and_is_purged_with_the_texts()
    {
        await using var store = await TestStore.StartAsync();
        var order = await ChargedAsync(store);
        await DisputeAsync(store, order);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.ReceiveAsync(order.Phone, "Your code is 54321");

        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
        Assert.Equal("20", (await FindAsync(store, order)).Code);

        store.Time.Advance(TimeSpan.FromDays(4));
        await store.Get<PurgeTextsHandler>().HandleAsync(Ct);
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from disputes where code is not null"));
        var dispute = await FindAsync(store, order);
        Assert.Equal((DisputeState.Open, null, null), (dispute.State, dispute.Code, dispute.Text));
        Assert.Equal(order.Price, (await JudgeAsync(store, order, refund: true)).Value);
    }

    [Fact]
    public async Task Of_two_decisions_at_once_one_stands()
    {
        await using var store = await TestStore.StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var order = await ChargedAsync(store, service: $"s{round}");
            await DisputeAsync(store, order);
            var judged = await Task.WhenAll(
                Task.Run(() => JudgeAsync(store, order, refund: true)),
                Task.Run(() => JudgeAsync(store, order, refund: round % 2 == 0, Other))
            );

            var winner = Assert.Single(judged, j => j.IsOk).Value;
            Assert.Equal(new Error.AlreadyDone("dispute"), Assert.Single(judged, j => !j.IsOk).Error);
            Assert.Equal(winner > Money.Zero ? "5.00" : "3.80", $"{await store.BalanceAsync(order.Customer)}");
            Assert.Equal(
                winner > Money.Zero ? (DisputeState.Accepted, OrderStatus.Refunded) : (DisputeState.Rejected, OrderStatus.Succeeded),
                ((await FindAsync(store, order)).State, (await store.OrderAsync(order)).Status)
            );
        }

        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_refund_beside_a_decision_pays_back_once_and_leaves_no_dispute_open()
    {
        await using var store = await TestStore.StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var order = await ChargedAsync(store, service: $"s{round}");
            await DisputeAsync(store, order);
            var (accepts, refunding) = (round % 2 == 0, Task.Run(() => store.RefundAsync(order)));
            var judged = await Task.Run(() => JudgeAsync(store, order, accepts));
            var refunded = await refunding;

            // Either pays back; a rejection before the refund does not stand in its way.
            Assert.Equal("5.00", $"{await store.BalanceAsync(order.Customer)}");
            Assert.True(accepts ? judged.IsOk != refunded.IsOk : refunded.IsOk);
            Assert.NotEqual(DisputeState.Open, (await FindAsync(store, order)).State);
            if (!judged.IsOk)
                Assert.Equal(
                    (new Error.AlreadyDone("dispute"), DisputeState.Accepted),
                    (judged.Error, (await FindAsync(store, order)).State)
                );
        }

        Assert.Equal(
            Rounds,
            await store.ScalarAsync<int>($"select count(*) as value from postings where kind = {(int)PostingKind.Refund}")
        );
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_dispute_beside_a_refund_is_accepted_by_it_or_finds_nothing_to_dispute()
    {
        await using var store = await TestStore.StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var order = await ChargedAsync(store, service: $"s{round}");
            var refunding = Task.Run(() => store.RefundAsync(order));
            var opened = await Task.Run(() => DisputeAsync(store, order));

            Assert.True((await refunding).IsOk);
            if (opened.IsOk)
                Assert.Equal(DisputeState.Accepted, (await FindAsync(store, order)).State);
            else
                Assert.Equal(new Error.NoDispute(order.Id), opened.Error);
        }

        Assert.Equal(0, (await OpenAsync(store)).Total);
        Assert.Empty(await store.DifferencesAsync());
    }

    private static async Task<OrderView> ChargedAsync(TestStore store, OrderChannel channel = OrderChannel.Chat, string service = "tg")
    {
        var sold = await store.ServiceAsync(service, numbers: 1, name: service);
        var order = (await store.BuyAsync(await store.CustomerAsync("5.00"), sold, channel: channel)).Value;
        await store
            .Get<ReceiveMessageHandler>()
            .HandleAsync(
                new ReceiveMessage(
                    "test",
                    $"{order.Id}",
                    "Telegram",
                    PhoneNumber.Parse(order.Phone!).Value,
                    "It expires in 20, your code is 20",
                    null
                )
                {
                    Code = "20",
                },
                Ct
            );
        return order;
    }

    private static Task<Result<Done>> DisputeAsync(TestStore store, OrderView order) =>
        store.Get<DisputeOrderHandler>().HandleAsync(order.Customer, order.Id, Ct);

    private static Task<Result<Money>> JudgeAsync(TestStore store, OrderView order, bool refund, Actor? by = null) =>
        store.Get<JudgeDisputeHandler>().HandleAsync(order.Id, refund, by ?? TestStore.Operator, Ct);

    private static Task<DisputeChoice> ChoiceAsync(TestStore store, OrderView order) =>
        store.Get<ReadDisputeHandler>().HandleAsync(order.Id, Ct);

    private static async Task<DisputeView> FindAsync(TestStore store, OrderView order) =>
        (await store.Get<ListDisputesHandler>().HandleAsync(order.Id, Ct)).Value;

    private static async Task<(int Total, OrderId? First)> OpenAsync(TestStore store)
    {
        var page = await store.Get<ListDisputesHandler>().PageAsync(0, 5, Ct);
        return (page.Total, page.Orders.Count > 0 ? page.Orders[0].Id : null);
    }
}
