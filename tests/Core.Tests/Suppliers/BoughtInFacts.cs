using XthonBot.Core.Modules.Suppliers;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Suppliers;

public sealed class BoughtInFacts
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_code_reaches_the_customer_once(bool speaksV2)
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.SpeaksV2 = speaksV2;
        var order = await rig.BuyAsync();
        foreach (var code in (string[])["11111", "22222", "22222"])
        {
            rig.Upstream.Deliver(rig.Upstream.Sold[0], code, $"Your code is {code}");
            for (var i = 0; i < 4; i++)
                await rig.LaterAsync();
        }

        await rig.Store.DeliverAsync();
        Assert.Equal(
            ["11111", "22222", "22222"],
            rig.Store.Channel.Delivered.Where(d => d.Kind == NotificationKind.CodeArrived).Select(d => d.Message!.Code)
        );
        Assert.Equal(OrderStatus.Succeeded, (await rig.Store.OrderAsync(order)).Status);
    }

    // Some upstream puts it aside with the one before, as a store of this kind does, and waits for the next.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Bug_A_code_that_came_while_another_was_being_asked_for_never_came(bool speaksV2, bool isPutAside)
    {
        await using var rig = await SupplierRig.StartAsync(settings: ("Timeout", "00:01:00"));
        (rig.Upstream.SpeaksV2, rig.Upstream.PutsAsideUnseen) = (speaksV2, isPutAside);
        await rig.BuyAsync();
        rig.Upstream.Trouble("setStatus", UpstreamTrouble.Stalled);
        rig.Upstream.Deliver(rig.Upstream.Sold[0], "11111", "Your code is 11111");
        var sweep = rig.LaterAsync();
        await rig.UntilAskedAsync("setStatus");
        rig.Upstream.Deliver(rig.Upstream.Sold[0], "22222", "Your code is 22222");
        rig.Upstream.GoOn();
        await sweep;

        for (var i = 0; i < 3; i++)
            await rig.LaterAsync();
        await rig.Store.DeliverAsync();
        Assert.Equal(
            ["11111", "22222"],
            rig.Store.Channel.Delivered.Where(d => d.Kind == NotificationKind.CodeArrived).Select(d => d.Message!.Code)
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bug_A_code_that_came_after_a_lost_answer_was_taken_for_the_one_before(bool speaksV2)
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.SpeaksV2 = speaksV2;
        await rig.BuyAsync();
        rig.Upstream.Trouble("setStatus", UpstreamTrouble.AnswerLost);
        rig.Upstream.Deliver(rig.Upstream.Sold[0], "11111", "Your code is 11111");
        await rig.LaterAsync();
        rig.Upstream.Deliver(rig.Upstream.Sold[0], "22222", "Your code is 22222");
        for (var i = 0; i < 6; i++)
            await rig.LaterAsync();
        await rig.Store.DeliverAsync();
        Assert.Equal(
            ["11111", "22222"],
            rig.Store.Channel.Delivered.Where(d => d.Kind == NotificationKind.CodeArrived).Select(d => d.Message!.Code)
        );
    }

    [Fact]
    public async Task Two_processes_that_share_the_work_tell_a_code_once()
    {
        await using var rig = await SupplierRig.StartAsync();
        await rig.BuyAsync();
        var other = TestStore.Open(rig.Store.Database, rig.Upstream.Settings());
        rig.Upstream.Deliver(rig.Upstream.Sold[0], "33333", "Your code is 33333");
        for (var i = 0; i < 4; i++)
        {
            other.Time.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAll(rig.LaterAsync(), other.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None));
        }

        Assert.Equal(1, await rig.Store.ScalarAsync<int>("select count(*) as \"Value\" from messages"));
        await other.CloseAsync();
    }

    [Fact]
    public async Task A_supplier_that_gives_one_text_alone_is_not_taken_to_give_it_again_and_again()
    {
        await using var rig = await SupplierRig.StartAsync();
        (rig.Upstream.SpeaksV2, rig.Upstream.GivesMoreTexts) = (false, false);
        await rig.BuyAsync();
        rig.Upstream.Deliver(rig.Upstream.Sold[0], "44444", "");
        for (var i = 0; i < 20; i++)
            await rig.LaterAsync();
        Assert.Equal(1, await rig.Store.ScalarAsync<int>("select count(*) as \"Value\" from messages"));
    }

    [Fact]
    public async Task A_cancel_pays_back_at_once_and_gives_the_number_back_upstream()
    {
        await using var rig = await SupplierRig.StartAsync();
        var order = await rig.BuyAsync();
        Assert.True((await rig.Store.CancelAsync(order)).IsOk);
        Assert.Equal("10.00", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
        await rig.LaterAsync();
        Assert.Equal("canceled", rig.Upstream.Sold[0].State);
        Assert.Equal(SupplierOrderState.Closed, await rig.SupplyAsync(order));
    }

    [Fact]
    public async Task A_cancel_that_is_too_early_upstream_is_asked_for_again()
    {
        await using var rig = await SupplierRig.StartAsync();
        var order = await rig.BuyAsync();
        rig.Upstream.AnswerToCancel = "EARLY_CANCEL_DENIED";
        await rig.Store.CancelAsync(order);
        await rig.LaterAsync();
        await rig.LaterAsync(31);
        Assert.Equal(SupplierOrderState.Active, await rig.SupplyAsync(order));
        rig.Upstream.AnswerToCancel = null;
        await rig.LaterAsync(31);
        Assert.Equal("canceled", rig.Upstream.Sold[0].State);
    }

    [Fact]
    public async Task What_is_not_taken_back_is_owed_until_the_operator_settles_it()
    {
        await using var rig = await SupplierRig.StartAsync();
        var order = await rig.BuyAsync();
        rig.Upstream.AnswerToCancel = "BAD_STATUS";
        await rig.Store.CancelAsync(order);
        await rig.LaterAsync();
        var view = await rig.Store.Get<ReadSuppliersHandler>().HandleAsync(CancellationToken.None);
        Assert.Equal(("0.50", order.Id, "100.50"), ($"{view.Owed}", view.Debts.Single().Order, $"{view.Suppliers.Single().Balance}"));

        Assert.Equal(
            50,
            (await rig.Store.Get<SettleDebtHandler>().HandleAsync(order.Id, TestStore.Operator, CancellationToken.None)).Value.Minor
        );
        Assert.False((await rig.Store.Get<SettleDebtHandler>().HandleAsync(order.Id, TestStore.Operator, CancellationToken.None)).IsOk);
        Assert.Equal(0, (await rig.Store.Get<ReadSuppliersHandler>().HandleAsync(CancellationToken.None)).DebtCount);
        Assert.Equal(1, await rig.Store.ScalarAsync<int>("select count(*) as \"Value\" from audit_log where action = 'supplier.settle'"));
    }

    [Fact]
    public async Task Our_refund_does_not_wait_for_an_upstream_that_is_away()
    {
        await using var rig = await SupplierRig.StartAsync();
        var order = await rig.BuyAsync();
        for (var i = 0; i < 3; i++)
            rig.Upstream.Trouble("setStatus", UpstreamTrouble.RequestLost);
        await rig.Store.CancelAsync(order);
        Assert.Equal("10.00", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
        await rig.UntilAsync(() => Task.FromResult(rig.Upstream.Sold[0].State == "canceled"));
    }

    [Fact]
    public async Task An_expiry_gives_the_number_back_upstream()
    {
        await using var rig = await SupplierRig.StartAsync();
        await rig.BuyAsync();
        rig.Store.Time.Advance(TimeSpan.FromMinutes(21));
        Assert.Equal(1, await rig.Store.ExpireAsync());
        await rig.LaterAsync();
        Assert.Equal("canceled", rig.Upstream.Sold[0].State);
        Assert.Equal("10.00", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
    }

    [Fact]
    public async Task At_the_end_of_an_order_with_a_code_upstream_is_told_that_it_is_finished()
    {
        await using var rig = await SupplierRig.StartAsync();
        await rig.BuyAsync();
        rig.Upstream.Deliver(rig.Upstream.Sold[0], "55555", "Your code is 55555");
        await rig.LaterAsync();
        rig.Store.Time.Advance(TimeSpan.FromMinutes(21));
        await rig.Store.ExpireAsync();
        await rig.UntilAsync(() => Task.FromResult(rig.Upstream.Sold[0].State == "finished"));
        Assert.Equal("8.80", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
    }

    [Fact]
    public async Task An_upstream_that_cancels_by_itself_brings_the_money_back_at_once()
    {
        await using var rig = await SupplierRig.StartAsync();
        var order = await rig.BuyAsync();
        rig.Upstream.Sold[0].State = "canceled";
        await rig.LaterAsync();
        Assert.Equal(OrderStatus.Canceled, (await rig.Store.OrderAsync(order)).Status);
        Assert.Equal("10.00", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
    }

    [Fact]
    public async Task A_code_that_comes_upstream_after_the_cancel_is_told_to_nobody()
    {
        await using var rig = await SupplierRig.StartAsync();
        var order = await rig.BuyAsync();
        await rig.Store.CancelAsync(order);
        rig.Upstream.Deliver(rig.Upstream.Sold[0], "66666", "Your code is 66666");
        await rig.UntilAsync(async () => await rig.SupplyAsync(order) == SupplierOrderState.Closed);
        await rig.Store.DeliverAsync();
        Assert.DoesNotContain(rig.Store.Channel.Delivered, d => d.Kind == NotificationKind.CodeArrived);
    }
}
