using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Suppliers;

/// <summary>What gets lost between the store and a SIM bank's agent, and what agents get wrong.</summary>
public sealed class AgentTroubleFacts
{
    [Theory]
    [InlineData(UpstreamTrouble.AnswerLost)]
    [InlineData(UpstreamTrouble.RequestLost)]
    [InlineData(UpstreamTrouble.Garbage)]
    [InlineData(UpstreamTrouble.Broken)]
    [InlineData(UpstreamTrouble.Stalled)]
    public async Task A_number_that_is_not_heard_of_is_bought_elsewhere_and_else_paid_back(UpstreamTrouble trouble)
    {
        await using var upstream = await UpstreamServer.StartAsync();
        upstream.Stock("tgx", "0.50", 1);
        await using var rig = await AgentRig.StartAsync(
            ["12015550101", "12015550102"],
            settings: [("Timeout", "00:00:01")],
            others: upstream.Settings()
        );
        rig.Agent.Trouble("GET_NUMBER", trouble);
        var order = await rig.BuyAsync();
        Assert.Equal(("+" + upstream.Sold.Single().Phone, 1), (order.Phone, rig.Agent.Calls("GET_NUMBER")));

        await rig.LookAsync();
        rig.Agent.Trouble("GET_NUMBER", trouble);
        Assert.False((await rig.TryBuyAsync()).IsOk);
        Assert.Equal("8.80", await rig.BalanceAsync());
        await rig.LaterAsync(3600);
        Assert.Equal(2, await rig.SuppliesAsync(SupplierOrderState.Closed));
    }

    [Theory]
    [InlineData("ERROR")]
    [InlineData("NO_BALANCE")]
    [InlineData("error")]
    [InlineData("")]
    public async Task A_refusal_in_whatever_words_is_one(string word)
    {
        await using var rig = await AgentRig.StartAsync();
        rig.Agent.AnswerToBuy = word;
        Assert.False((await rig.TryBuyAsync()).IsOk);
        Assert.Equal(("10.00", 1), (await rig.BalanceAsync(), rig.Agent.Calls("GET_NUMBER")));
    }

    [Fact]
    public async Task What_is_no_number_is_not_charged_and_not_wanted_again()
    {
        await using var rig = await AgentRig.StartAsync();
        rig.Agent.Trouble("GET_NUMBER", UpstreamTrouble.NoPhone);
        Assert.False((await rig.TryBuyAsync()).IsOk);
        Assert.Equal("10.00", await rig.BalanceAsync());
        await rig.LaterAsync();
        Assert.Equal([1], rig.Agent.Given.Single().Finishes);
    }

    [Fact]
    public async Task A_number_that_is_given_twice_stays_with_whoever_had_it_first()
    {
        await using var rig = await AgentRig.StartAsync();
        var first = await rig.BuyAsync();
        rig.Agent.Trouble("GET_NUMBER", UpstreamTrouble.SoldTwice);
        Assert.False((await rig.TryBuyAsync()).IsOk);
        Assert.Equal("8.80", await rig.BalanceAsync());

        // To end it for the second would end it for the first.
        await rig.LaterAsync();
        Assert.Empty(rig.Agent.Given.Single().Finishes);
        await rig.TextAsync(first, "Your Telegram code is 22222");
        Assert.Equal("22222", await rig.CodeAsync(first));
        await rig.LaterAsync(20 * 60);
        Assert.Equal([3], rig.Agent.Given.Single().Finishes);
    }

    [Fact]
    public async Task A_number_that_somebody_holds_from_the_own_shelf_is_given_back_and_paid_back()
    {
        await using var rig = await AgentRig.StartAsync();
        await rig.Store.StockAsync("tg", ["+12015550101"]);
        var own = await rig.BuyAsync();
        Assert.False((await rig.TryBuyAsync()).IsOk);
        await rig.LaterAsync();
        Assert.Equal([4], rig.Agent.Given.Single().Finishes);
        Assert.Equal("8.80", await rig.BalanceAsync());
        Assert.Equal((OrderStatus.Pending, "+12015550101"), ((await rig.Store.OrderAsync(own)).Status, own.Phone));
    }

    [Theory]
    [InlineData(UpstreamTrouble.AnswerLost, 4)]
    [InlineData(UpstreamTrouble.RequestLost, 1)]
    [InlineData(UpstreamTrouble.Broken, 1)]
    [InlineData(UpstreamTrouble.Garbage, 4)]
    public async Task How_an_order_ended_is_told_until_it_is_heard(UpstreamTrouble trouble, int times)
    {
        await using var rig = await AgentRig.StartAsync();
        var order = await rig.BuyAsync();
        for (var i = 0; i < 3; i++)
            rig.Agent.Trouble("FINISH_ACTIVATION", trouble);
        await rig.Store.CancelAsync(order);
        for (var days = 0; days < 5; days++)
            await rig.LaterAsync(86_400);
        Assert.Equal(Enumerable.Repeat(4, times), rig.Agent.Given.Single().Finishes);
        Assert.Equal(4, rig.Agent.Calls("FINISH_ACTIVATION"));
        Assert.Equal((1, 0), (await rig.SuppliesAsync(SupplierOrderState.Closed), await rig.SuppliesAsync(SupplierOrderState.Owed)));
    }

    [Fact]
    public async Task One_that_does_not_know_the_number_is_asked_less_and_less_and_not_for_ever()
    {
        await using var rig = await AgentRig.StartAsync();
        await rig.Store.CancelAsync(await rig.BuyAsync());
        rig.Agent.Forget();
        for (var hours = 0; hours < 12; hours++)
        {
            for (var i = 0; i < 12; i++)
                await rig.LaterAsync(300);
        }

        Assert.InRange(rig.Agent.Calls("FINISH_ACTIVATION"), 50, 110);
        Assert.Equal((1, 0), (await rig.SuppliesAsync(SupplierOrderState.Closed), await rig.SuppliesAsync(SupplierOrderState.Owed)));
    }

    [Fact]
    public async Task One_that_counts_from_the_beginning_again_gives_other_numbers()
    {
        await using var rig = await AgentRig.StartAsync();
        var before = await rig.BuyAsync();
        rig.Agent.Trouble("FINISH_ACTIVATION", UpstreamTrouble.Broken);
        await rig.Store.CancelAsync(before);
        await rig.LaterAsync();
        rig.Agent.Forget();

        var after = await rig.BuyAsync();
        Assert.Equal(355, rig.Agent.Given.Single().Id);
        await rig.LaterAsync(60);
        Assert.Empty(rig.Agent.Given.Single().Finishes);
        await rig.TextAsync(after, "Your Telegram code is 22222");
        Assert.Equal("22222", await rig.CodeAsync(after));
        await rig.LaterAsync(20 * 60);
        Assert.Equal([3], rig.Agent.Given.Single().Finishes);
    }

    [Fact]
    public async Task A_store_that_stops_goes_on_with_what_it_finds()
    {
        await using var rig = await AgentRig.StartAsync();
        var (served, asked, canceled) = (await rig.BuyAsync(), await rig.BuyAsync(), await rig.BuyAsync());
        await rig.TextAsync(served, "Your Telegram code is 22222");
        await rig.Store.CancelAsync(canceled);
        // It stopped while it asked, and before it heard.
        var key = $"(select id from orders where lower(cast(public_id as text)) = '{asked.Id.Value}')";
        await rig.Store.SqlAsync($"update orders set phone = null where id = {key}");
        await rig.Store.SqlAsync(
            $"update supplies set state = {(int)SupplierOrderState.Asked}, activation = null, phone = null, asked_at = created_at where order_id = {key}"
        );

        var next = TestStore.Open(rig.Store.Database, rig.Agent.Settings());
        foreach (var minutes in (int[])[1, 20, 1])
        {
            next.Time.Advance(TimeSpan.FromMinutes(minutes));
            await next.ExpireAsync();
            await next.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None);
        }

        await next.CloseAsync();
        Assert.Equal(
            [
                [3],
                [],
                [4],
            ],
            rig.Agent.Given.Select(a => a.Finishes)
        );
        Assert.Equal(
            (OrderStatus.Canceled, 3),
            ((await rig.Store.OrderAsync(asked)).Status, await rig.SuppliesAsync(SupplierOrderState.Closed))
        );
        Assert.Equal("8.80", await rig.BalanceAsync());
    }

    [Fact]
    public async Task One_that_was_taken_out_of_the_configuration_owes_nothing()
    {
        await using var rig = await AgentRig.StartAsync();
        await rig.BuyAsync();
        var next = TestStore.Open(rig.Store.Database);
        next.Time.Advance(TimeSpan.FromMinutes(1));
        await next.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None);
        await next.CloseAsync();
        Assert.Equal((1, "10.00"), (await rig.SuppliesAsync(SupplierOrderState.Closed), await rig.BalanceAsync()));
    }
}
