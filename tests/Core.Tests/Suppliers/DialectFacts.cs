using XthonBot.Core.Modules.Suppliers;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Suppliers;

/// <summary>The same life of a number with an upstream in each of its dresses.</summary>
public sealed class DialectFacts
{
    public static TheoryData<string> Names => [.. UpstreamDialects.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_number_is_bought_and_brings_its_codes_each_once(string dialect)
    {
        await using var rig = await StartAsync(dialect);
        Assert.Equal(10, (await rig.OnSaleAsync()).Stock);
        var order = await rig.BuyAsync();
        Assert.Equal("+" + rig.Upstream.Sold.Single().Phone, order.Phone);
        foreach (var code in (string[])["11111", "22222"])
        {
            rig.Upstream.Deliver(rig.Upstream.Sold[0], code, $"Your Telegram code is {code}");
            for (var i = 0; i < 4; i++)
                await rig.LaterAsync();
        }

        await rig.Store.DeliverAsync();
        Assert.Equal(
            ["11111", "22222"],
            rig.Store.Channel.Delivered.Where(d => d.Kind == NotificationKind.CodeArrived).Select(d => d.Message!.Code)
        );
        rig.Store.Time.Advance(TimeSpan.FromMinutes(21));
        await rig.Store.ExpireAsync();
        await rig.UntilAsync(async () => await rig.SupplyAsync(order) == SupplierOrderState.Closed);
        Assert.Equal(("finished", "8.80"), (rig.Upstream.Sold[0].State, $"{await rig.Store.BalanceAsync(rig.Ann.Id)}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_cancel_that_is_too_early_is_asked_for_again_and_then_taken(string dialect)
    {
        await using var rig = await StartAsync(dialect);
        var order = await rig.BuyAsync();
        rig.Upstream.AnswerToCancel = "EARLY_CANCEL_DENIED";
        Assert.True((await rig.Store.CancelAsync(order)).IsOk);
        await rig.LaterAsync();
        Assert.Equal(
            ("active", SupplierOrderState.Active, "10.00"),
            (rig.Upstream.Sold[0].State, await rig.SupplyAsync(order), $"{await rig.Store.BalanceAsync(rig.Ann.Id)}")
        );
        var calls = rig.Upstream.Calls("setStatus");
        await rig.LaterAsync(20);
        Assert.Equal(calls, rig.Upstream.Calls("setStatus"));
        rig.Upstream.AnswerToCancel = null;
        await rig.LaterAsync(11);
        Assert.Equal(("canceled", SupplierOrderState.Closed), (rig.Upstream.Sold[0].State, await rig.SupplyAsync(order)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_purchase_whose_answer_was_lost_is_found(string dialect)
    {
        await using var rig = await StartAsync(dialect);
        rig.Upstream.Trouble("getNumber", UpstreamTrouble.AnswerLost);
        var order = await rig.BuyAsync();
        await rig.UntilAsync(async () => (await rig.Store.OrderAsync(order)).Phone is not null);
        Assert.Equal(1, rig.Upstream.Calls("getNumber"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_upstream_that_ends_it_brings_the_money_back(string dialect)
    {
        await using var rig = await StartAsync(dialect);
        var order = await rig.BuyAsync();
        rig.Upstream.Sold[0].State = "canceled";
        await rig.LaterAsync();
        Assert.Equal(
            (OrderStatus.Canceled, "10.00"),
            ((await rig.Store.OrderAsync(order)).Status, $"{await rig.Store.BalanceAsync(rig.Ann.Id)}")
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Where_it_refuses_the_next_is_asked_at_once(string dialect)
    {
        await using var pair = await SupplierPair.StartAsync(up => up.Dialect = UpstreamDialects.All[dialect]);
        foreach (var word in (string[])["NO_NUMBERS", "NO_BALANCE", "NO_MONEY", "WRONG_MAX_PRICE:1.50", "RENTAL_WINDOW_SHUT"])
        {
            pair.First.AnswerToBuy = word;
            var phone = (await pair.BuyAsync()).Phone;
            Assert.Equal("+" + pair.Second.Sold[^1].Phone, phone);
        }

        Assert.Equal((5, 0), (pair.Second.Sold.Count, pair.First.Sold.Count));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_balance_is_read(string dialect)
    {
        await using var rig = await StartAsync(dialect);
        var view = (await rig.Store.Get<ReadSuppliersHandler>().HandleAsync(CancellationToken.None)).Suppliers.Single();
        Assert.Equal(("100.50", null), ($"{view.Balance}", view.Unread));
    }

    [Theory]
    [InlineData(405)]
    [InlineData(404)]
    [InlineData(501)]
    public async Task Bug_A_store_that_reads_the_address_alone_sold_nothing(int refusal)
    {
        await using var rig = await SupplierRig.StartAsync(speak: up => up.RefusesPost = refusal);
        Assert.Equal(10, (await rig.OnSaleAsync()).Stock);
        Assert.NotNull((await rig.BuyAsync()).Phone);
    }

    // Without a body, the runtime would send it again by itself where a connection that was used before breaks.
    [Fact]
    public async Task A_purchase_by_address_whose_connection_breaks_is_not_sent_twice()
    {
        await using var rig = await SupplierRig.StartAsync(speak: up => up.RefusesPost = 405);
        for (var i = 0; i < 5; i++)
        {
            rig.Upstream.Trouble("getNumber", UpstreamTrouble.AnswerLost);
            await rig.BuyAsync();
        }

        Assert.Equal((5, 5), (rig.Upstream.Sold.Count, rig.Upstream.Calls("getNumber")));
    }

    private static Task<SupplierRig> StartAsync(string dialect) =>
        SupplierRig.StartAsync(speak: up =>
        {
            up.Dialect = UpstreamDialects.All[dialect];
            up.SpeaksV2 = dialect != "all json";
        });
}
