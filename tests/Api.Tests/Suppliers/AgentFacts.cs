using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Core.Views.Storefront;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Suppliers;

/// <summary>A SIM bank's agent from the purchase to the end, by the protocol of March 6, 2024.</summary>
public sealed class AgentFacts
{
    private const string Taken = """{"status":"SUCCESS"}""";

    [Fact]
    public async Task Bug_An_agent_pushes_only_for_numbers_that_the_store_took()
    {
        await using var rig = await AgentRig.StartAsync();
        rig.Agent.Receive("12015550101", "Your Telegram code is 11111");
        Assert.Empty(await rig.Agent.PushAsync(rig.Hub));

        var order = await rig.BuyAsync();
        Assert.Equal(("+12015550101", "8.80"), (order.Phone, await rig.BalanceAsync()));
        Assert.Equal([(200, Taken)], await rig.TextAsync(order, "Your Telegram code is 22222"));
        Assert.Equal("22222", await rig.CodeAsync(order));
        Assert.Equal([(200, Taken)], await rig.TextAsync(order, "Your Telegram code is 33333"));
        Assert.Equal("33333", await rig.CodeAsync(order));

        // Its texts are wanted until the time on the card; then it hears that it sold the number.
        await rig.LaterAsync();
        Assert.Empty(rig.Agent.Given.Single().Finishes);
        await rig.LaterAsync(20 * 60);
        Assert.Equal([3], rig.Agent.Given.Single().Finishes);
        Assert.Equal(1, await rig.SuppliesAsync(SupplierOrderState.Closed));
        await rig.LaterAsync(3600);
        Assert.Equal(1, rig.Agent.Calls("FINISH_ACTIVATION"));
    }

    [Fact]
    public async Task What_it_is_asked_is_what_the_protocol_says()
    {
        await using var rig = await AgentRig.StartAsync(("Cost", "0.30"), ("Margin", "100"));
        Assert.Equal(
            "0.60",
            $"{(await rig.Store.Get<ListServicesHandler>().FindAsync(rig.Ann.Id, rig.Service.Id, TestContext.Current.CancellationToken)).Value.ListPrice}"
        );
        await rig.BuyAsync();
        await rig.BuyAsync();
        Assert.Equal($$"""{"action":"GET_SERVICES","key":"{{AgentServer.Key}}"}""", rig.Agent.Asked[0].ToJsonString());
        Assert.Equal(
            [
                $$"""{"action":"GET_NUMBER","key":"{{AgentServer.Key}}","country":"usaphysical","operator":"any","service":"tg","sum":0.3,"currency":840}""",
                $$"""{"action":"GET_NUMBER","key":"{{AgentServer.Key}}","country":"usaphysical","operator":"any","service":"tg","sum":0.3,"currency":840,"exceptionPhoneSet":["12015550101"]}""",
            ],
            rig.Agent.Asked.Skip(1).Select(asked => asked.ToJsonString())
        );
    }

    [Fact]
    public async Task A_cancel_and_an_expiry_give_the_number_back_and_the_money_at_once()
    {
        await using var rig = await AgentRig.StartAsync();
        var (canceled, expired) = (await rig.BuyAsync(), await rig.BuyAsync());
        Assert.True((await rig.Store.CancelAsync(canceled)).IsOk);
        Assert.Equal("8.80", await rig.BalanceAsync());
        await rig.LaterAsync();
        Assert.Equal([4], rig.Agent.Given[0].Finishes);

        await rig.LaterAsync(20 * 60);
        Assert.Equal((OrderStatus.Expired, "10.00"), ((await rig.Store.OrderAsync(expired)).Status, await rig.BalanceAsync()));
        Assert.Equal([4], rig.Agent.Given[1].Finishes);
        Assert.Equal(2, await rig.SuppliesAsync(SupplierOrderState.Closed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refund_is_told_also_after_the_number_was_told_as_sold(bool isFinished)
    {
        await using var rig = await AgentRig.StartAsync();
        var order = await rig.BuyAsync();
        await rig.TextAsync(order, "Your Telegram code is 22222");
        if (isFinished)
            await rig.LaterAsync(20 * 60);
        Assert.True((await rig.Store.RefundAsync(order)).IsOk);
        await rig.LaterAsync();
        Assert.Equal(isFinished ? [3, 5] : [5], rig.Agent.Given.Single().Finishes);
        await rig.LaterAsync(3600);
        Assert.Equal((isFinished ? 2 : 1, "10.00"), (rig.Agent.Calls("FINISH_ACTIVATION"), await rig.BalanceAsync()));
    }

    [Fact]
    public async Task What_it_has_not_is_bought_elsewhere_and_else_paid_back()
    {
        await using var upstream = await UpstreamServer.StartAsync();
        upstream.Stock("tgx", "0.50", 1);
        await using var rig = await AgentRig.StartAsync(["12015550101"], others: upstream.Settings());
        // Somebody else is faster: what it said it has is gone.
        rig.Agent.AnswerToBuy = "NO_NUMBERS";
        var order = await rig.BuyAsync();
        Assert.Equal("+" + upstream.Sold.Single().Phone, order.Phone);

        await rig.LookAsync();
        Assert.False((await rig.TryBuyAsync()).IsOk);
        Assert.Equal("8.80", await rig.BalanceAsync());
    }

    [Fact]
    public async Task Two_orders_in_a_row_on_one_number_get_what_is_theirs()
    {
        await using var rig = await AgentRig.StartAsync(["12015550101"]);
        var first = await rig.BuyAsync();
        await rig.TextAsync(first, "Your Telegram code is 11111");
        await rig.LaterAsync(20 * 60);
        await rig.LookAsync();
        var second = await rig.BuyAsync();
        Assert.Equal(first.Phone, second.Phone);
        Assert.Null(await rig.CodeAsync(second));
        await rig.TextAsync(second, "Your Telegram code is 22222");
        Assert.Equal(("11111", "22222"), ((await rig.Store.OrderAsync(first)).Code, (await rig.Store.OrderAsync(second)).Code));
        await rig.LaterAsync(20 * 60);
        Assert.Equal([(355, 3), (356, 3)], rig.Agent.Given.Select(a => ((int)a.Id, a.Finishes.Single())));
    }

    [Fact]
    public async Task A_text_that_comes_after_the_end_or_for_no_number_of_its_waits_for_the_operator()
    {
        await using var rig = await AgentRig.StartAsync();
        await rig.Store.StockAsync("tg", ["+12015559999"]);
        var own = await rig.BuyAsync();
        Assert.Equal("+12015559999", own.Phone);
        var order = await rig.BuyAsync();
        Assert.True((await rig.Store.CancelAsync(order)).IsOk);
        Assert.Equal([(200, Taken)], await rig.TextAsync(order, "Your Telegram code is 22222"));
        Assert.Equal(1, await rig.UnmatchedAsync());

        // Whoever has the key of an agent has a say on its own numbers, and on nobody else's.
        await rig.Agent.BorrowAsync(own.Phone![1..], "Your Telegram code is 66666", rig.Hub);
        Assert.Null(await rig.CodeAsync(own));
        Assert.Equal(2, await rig.UnmatchedAsync());
        Assert.Equal(OrderStatus.Pending, (await rig.Store.OrderAsync(own)).Status);
    }

    [Fact]
    public async Task The_same_text_pushed_again_is_one_and_a_wrong_key_is_the_protocols_error()
    {
        await using var rig = await AgentRig.StartAsync();
        var order = await rig.BuyAsync();
        rig.Agent.Receive(order.Phone![1..], "Your Telegram code is 22222");
        Assert.Equal(
            [(401, """{"status":"ERROR","error":"Missing or invalid signature"}""")],
            await rig.Agent.PushAsync(rig.Hub, AgentServer.Key[..^1] + "2")
        );
        Assert.Null(await rig.CodeAsync(order));
        // Its retry meets one of its own that was slow.
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => rig.Agent.PushAsync(rig.Hub)));
        Assert.Equal((0, "22222"), (rig.Agent.Unsent, await rig.CodeAsync(order)));
        Assert.Equal(1, await rig.Store.ScalarAsync<int>("select count(*) as \"Value\" from messages"));
    }

    [Fact]
    public async Task A_process_that_does_not_ask_what_there_is_asks_before_it_buys()
    {
        await using var rig = await AgentRig.StartAsync(["12015550101"]);
        var shop = TestStore.Open(rig.Store.Database, rig.Agent.Settings());
        Assert.Equal("+12015550101", (await shop.BuyAsync(rig.Ann, rig.Service, channel: OrderChannel.Api)).Value.Phone);
        Assert.Equal(2, rig.Agent.Calls("GET_SERVICES"));

        // What it heard then is old by now.
        rig.Agent.Dialect = rig.Agent.Dialect with
        {
            Country = "usavirtual",
        };
        rig.Agent.Add("12015550102");
        rig.Store.Time.Advance(TimeSpan.FromMinutes(2));
        shop.Time.Advance(TimeSpan.FromMinutes(2));
        await rig.LookAsync();
        Assert.Equal("+12015550102", (await shop.BuyAsync(rig.Ann, rig.Service, channel: OrderChannel.Api)).Value.Phone);
        await shop.CloseAsync();
    }

    [Fact]
    public async Task The_senders_that_a_service_names_hold_for_a_SIM_bank_as_well()
    {
        await using var rig = await AgentRig.StartAsync();
        await rig.Store.SqlAsync("update services set sender_pattern = '^telegram$'");
        var order = await rig.BuyAsync();
        await rig.TextAsync(order, "Your bank's code is 99999", from: "MyBank");
        Assert.Null(await rig.CodeAsync(order));
        await rig.TextAsync(order, "Your code is 22222");
        Assert.Equal(("22222", 1), (await rig.CodeAsync(order), await rig.UnmatchedAsync()));
    }

    [Fact]
    public async Task A_SIM_banks_name_cannot_be_a_sources_as_well()
    {
        await using var agent = await AgentServer.StartAsync();
        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            ApiHost.StartAsync([
                .. agent.Settings(),
                ("Inbound:Sources:Bank:Kind", "SimBank"),
                ("Inbound:Sources:Bank:Secret", AgentServer.Key),
            ])
        );
        Assert.Contains("Inbound:Sources:Bank", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ApiKey", "hunter2")]
    [InlineData("ApiKey", "hunter2 hunter2 hunter2")]
    [InlineData("Cost", "-1")]
    [InlineData("Margin", "30")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string value)
    {
        await using var agent = await AgentServer.StartAsync();
        var error = await Assert.ThrowsAnyAsync<Exception>(() => ApiHost.StartAsync(agent.Settings(more: (key, value))));
        Assert.Contains("Suppliers:bank:" + key, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }
}
