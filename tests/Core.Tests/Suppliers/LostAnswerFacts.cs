using XthonBot.Core.Modules.Suppliers;

namespace XthonBot.Core.Tests.Suppliers;

public sealed class LostAnswerFacts
{
    [Theory]
    [InlineData(UpstreamTrouble.AnswerLost, false)]
    [InlineData(UpstreamTrouble.AnswerLost, true)]
    [InlineData(UpstreamTrouble.Garbage, false)]
    public async Task A_purchase_whose_answer_was_lost_is_found_and_never_asked_again(UpstreamTrouble trouble, bool tellsReferences)
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.TellsReferences = tellsReferences;
        rig.Upstream.Trouble("getNumber", trouble);
        var order = await rig.BuyAsync();
        Assert.Null(order.Phone);
        await rig.UntilAsync(async () => (await rig.Store.OrderAsync(order)).Phone is not null);
        Assert.Equal("+" + rig.Upstream.Sold.Single().Phone, (await rig.Store.OrderAsync(order)).Phone);
        Assert.Equal(1, rig.Upstream.Calls("getNumber"));
        Assert.Equal("8.80", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
    }

    [Theory]
    [InlineData(UpstreamTrouble.RequestLost)]
    [InlineData(UpstreamTrouble.Broken)]
    public async Task A_purchase_that_never_got_there_is_refunded_and_never_asked_again(UpstreamTrouble trouble)
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.Trouble("getNumber", trouble);
        var order = await rig.BuyAsync();
        await rig.UntilAsync(async () => (await rig.Store.OrderAsync(order)).Status == OrderStatus.Canceled);
        Assert.Equal("10.00", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
        Assert.Equal(1, rig.Upstream.Calls("getNumber"));
        await rig.UntilAsync(async () => await rig.SupplyAsync(order) == SupplierOrderState.Closed, steps: 400);
    }

    [Fact]
    public async Task A_number_that_comes_after_the_refund_is_canceled_upstream()
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.Trouble("getNumber", UpstreamTrouble.Stalled);
        var order = await rig.BuyAsync();
        await rig.UntilAsync(async () => (await rig.Store.OrderAsync(order)).Status == OrderStatus.Canceled);
        Assert.Empty(rig.Upstream.Sold);

        rig.Upstream.GoOn();
        await rig.UntilAsync(() => Task.FromResult(rig.Upstream.Sold is [{ State: "canceled" }]), steps: 200);
        await rig.UntilAsync(async () => await rig.SupplyAsync(order) == SupplierOrderState.Closed);
        Assert.Equal("10.00", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
        Assert.Null((await rig.Store.OrderAsync(order)).Phone);
    }

    [Fact]
    public async Task Of_several_lost_answers_each_order_gets_a_number_of_its_own()
    {
        await using var rig = await SupplierRig.StartAsync();
        for (var i = 0; i < 3; i++)
            rig.Upstream.Trouble("getNumber", UpstreamTrouble.AnswerLost);
        List<OrderView> orders = [await rig.BuyAsync(), await rig.BuyAsync(), await rig.BuyAsync()];
        await rig.UntilAsync(async () => (await Task.WhenAll(orders.Select(rig.Store.OrderAsync))).All(o => o.Phone is not null));
        var phones = (await Task.WhenAll(orders.Select(rig.Store.OrderAsync))).Select(o => o.Phone![1..]).ToList();
        Assert.Equal(rig.Upstream.Sold.Select(s => s.Phone).Order(), phones.Order());
    }

    [Fact]
    public async Task What_was_bought_for_another_order_is_left_to_it()
    {
        await using var rig = await SupplierRig.StartAsync(settings: ("Timeout", "00:01:00"));
        rig.Upstream.TellsReferences = true;
        rig.Upstream.Trouble("getNumber", UpstreamTrouble.AnswerLost);
        rig.Upstream.Trouble("getNumber", UpstreamTrouble.RequestLost);
        var (found, lost) = (await rig.BuyAsync(), await rig.BuyAsync());
        await rig.UntilAsync(async () => (await rig.Store.OrderAsync(found)).Phone is not null);
        await rig.UntilAsync(async () => (await rig.Store.OrderAsync(lost)).Status == OrderStatus.Canceled);
        Assert.NotNull((await rig.Store.OrderAsync(found)).Phone);
    }

    [Fact]
    public async Task A_number_that_is_sold_twice_stays_with_its_first_order()
    {
        await using var rig = await SupplierRig.StartAsync();
        var first = await rig.BuyAsync();
        rig.Upstream.Trouble("getNumber", UpstreamTrouble.SoldTwice);
        var second = await rig.BuyAsync();
        await rig.UntilAsync(async () => (await rig.Store.OrderAsync(second)).Status == OrderStatus.Canceled);
        Assert.Equal(
            (OrderStatus.Pending, first.Phone),
            ((await rig.Store.OrderAsync(first)).Status, (await rig.Store.OrderAsync(first)).Phone)
        );
        Assert.Equal("active", rig.Upstream.Sold.Single().State);
        Assert.Equal("8.80", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
    }

    [Fact]
    public async Task What_is_no_phone_number_is_given_back_and_refunded()
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.Trouble("getNumber", UpstreamTrouble.NoPhone);
        var order = await rig.BuyAsync();
        Assert.Equal(OrderStatus.Canceled, (await rig.Store.OrderAsync(order)).Status);
        await rig.UntilAsync(() => Task.FromResult(rig.Upstream.Sold is [{ State: "canceled" }]));
    }

    [Fact]
    public async Task After_a_crash_while_upstream_was_asked_another_process_finds_the_number()
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.Trouble("getNumber", UpstreamTrouble.AnswerLost);
        var order = await rig.BuyAsync();
        // As it stands when the process dies between asking and hearing: taken, and asked.
        await rig.Store.SqlAsync(
            $"update supplies set state = {(int)SupplierOrderState.Asked}, lease_until = '2026-11-22 10:03:00', next_at = '2026-11-22 10:00:00'"
        );
        var other = TestStore.Open(rig.Store.Database, rig.Upstream.Settings());
        other.Time.Advance(TimeSpan.FromMinutes(1));
        await other.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None);
        Assert.Null((await rig.Store.OrderAsync(order)).Phone);

        other.Time.Advance(TimeSpan.FromMinutes(3));
        await other.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None);
        Assert.Equal("+" + rig.Upstream.Sold.Single().Phone, (await rig.Store.OrderAsync(order)).Phone);
        await other.CloseAsync();
    }

    [Fact]
    public async Task Who_cancels_while_it_is_fetched_has_the_money_at_once_and_the_number_goes_back()
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.Trouble("getNumber", UpstreamTrouble.Stalled);
        var order = await rig.BeginAsync();
        await rig.UntilAskedAsync("getNumber");
        Assert.True((await rig.Store.CancelAsync(order)).IsOk);
        Assert.Equal("10.00", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
        rig.Upstream.GoOn();
        await rig.UntilAsync(() => Task.FromResult(rig.Upstream.Sold is [{ State: "canceled" }]), steps: 200);
        Assert.Null((await rig.Store.OrderAsync(order)).Phone);
    }

    [Fact]
    public async Task A_supplier_that_left_the_configuration_leaves_nobody_waiting()
    {
        await using var rig = await SupplierRig.StartAsync();
        var order = await rig.BuyAsync();
        await using var another = await UpstreamServer.StartAsync();
        var store = TestStore.Open(rig.Store.Database, another.Settings("another"));
        store.Time.Advance(TimeSpan.FromMinutes(5));
        await store.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None);
        Assert.Equal(OrderStatus.Canceled, (await rig.Store.OrderAsync(order)).Status);
        Assert.Equal(SupplierOrderState.Owed, await rig.SupplyAsync(order));
        await store.CloseAsync();
    }

    [Fact]
    public async Task Bug_After_a_clock_was_set_back_a_purchase_whose_answer_was_lost_was_waited_for_as_much_longer()
    {
        await using var rig = await SupplierRig.StartAsync(settings: [("GiveUpAfter", "00:00:30")]);
        rig.Upstream.Trouble("getNumber", UpstreamTrouble.RequestLost);
        var order = await rig.BuyAsync();
        rig.Store.Time.AdjustTime(rig.Store.Time.GetUtcNow().AddHours(-2));
        await rig.Store.Get<AfterSetBackHandler>().HandleAsync(CancellationToken.None);

        await rig.UntilAsync(async () => (await rig.Store.OrderAsync(order)).Status == OrderStatus.Canceled);
        Assert.Equal("10.00", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
    }

    [Fact]
    public async Task Bug_What_a_dead_process_was_at_before_its_clock_was_set_back_nobody_took_up()
    {
        await using var rig = await SupplierRig.StartAsync();
        var order = await rig.BuyAsync();
        var until = rig.Store.Now.AddHours(2).AddMinutes(3);
        await rig.Store.SqlAsync($"update supplies set lease_until = '{until:yyyy-MM-dd HH:mm:ss}'");
        await rig.Store.Get<AfterSetBackHandler>().HandleAsync(CancellationToken.None);
        rig.Upstream.Deliver(rig.Upstream.Sold.Single(), "48213", "Your code is 48213");

        await rig.UntilAsync(async () => (await rig.Store.OrderAsync(order)).Code == "48213", steps: 60);
    }

    [Fact]
    public async Task Bug_A_number_under_an_id_that_an_older_one_had_was_sold_to_nobody()
    {
        await using var rig = await SupplierRig.StartAsync();
        var first = await rig.BuyAsync();
        Assert.True((await rig.Store.CancelAsync(first)).IsOk);
        await rig.UntilAsync(async () => await rig.SupplyAsync(first) == SupplierOrderState.Closed);

        rig.Upstream.CountAnew();
        rig.Upstream.Area = "1555666";
        var second = await rig.BuyAsync();

        Assert.StartsWith("+1555666", second.Phone, StringComparison.Ordinal);
        rig.Upstream.Deliver(rig.Upstream.Sold.Single(), "48213", "Your code is 48213");
        await rig.UntilAsync(async () => (await rig.Store.OrderAsync(second)).Code == "48213");
        Assert.Null((await rig.Store.OrderAsync(first)).Code);
    }

    [Fact]
    public async Task The_same_number_under_the_same_id_is_not_sold_a_second_time_after_it_is_over()
    {
        await using var rig = await SupplierRig.StartAsync();
        var first = await rig.BuyAsync();
        Assert.True((await rig.Store.CancelAsync(first)).IsOk);
        await rig.UntilAsync(async () => await rig.SupplyAsync(first) == SupplierOrderState.Closed);

        rig.Upstream.Trouble("getNumber", UpstreamTrouble.SoldTwice);
        var second = await rig.BuyAsync();
        await rig.UntilAsync(async () => (await rig.Store.OrderAsync(second)).Status == OrderStatus.Canceled);
        Assert.Equal((null, "10.00"), ((await rig.Store.OrderAsync(second)).Phone, $"{await rig.Store.BalanceAsync(rig.Ann.Id)}"));
    }
}
