using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Messages;

/// <summary>A stamp is a clock of somebody else, and the store's own may be set back.</summary>
public sealed class StampFacts
{
    private const int Day = 24 * 60 * 60;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    [InlineData(5 * 60)]
    [InlineData(3 * 60 * 60)]
    [InlineData(30 * Day)]
    [InlineData(56 * 365 * Day)]
    public async Task Bug_A_text_stamped_before_the_purchase_of_a_fresh_number_was_nobodys(int secondsBefore)
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        var stamp = order.CreatedAt.AddSeconds(-secondsBefore);
        store.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 54321", at: stamp));
        Assert.Equal("54321", (await store.OrderAsync(order)).Code);

        // A code is deleted by its age here, not by that of the stamp.
        await store.Get<PurgeTextsHandler>().HandleAsync(Ct);
        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
    }

    [Fact]
    public async Task Bug_The_operator_could_not_hand_it_over_either()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await store.Get<EditCatalogHandler>().HandleAsync("tg", new CatalogEdit.SetSenders("^whatsapp$"), TestStore.Operator, Ct);
        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(order.Phone, "Your code is 54321", at: order.CreatedAt.AddSeconds(-3)));
        var message = Assert.Single((await store.Get<ListUnmatchedMessagesHandler>().PageAsync(0, 10, TestStore.Operator, Ct)).Messages).Id;

        Assert.True(
            Assert
                .Single((await store.Get<ListUnmatchedMessagesHandler>().HandleAsync(message, TestStore.Operator, Ct)).Value.Owners)
                .CanTake
        );
        Assert.Equal(
            Reception.CodeDelivered,
            (await store.Get<AssignMessageHandler>().HandleAsync(new AssignMessage(message, order.Id, TestStore.Operator), Ct)).Value
        );
    }

    [Fact]
    public async Task Bug_A_second_code_stamped_before_the_first_did_not_count()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        store.Time.Advance(TimeSpan.FromMinutes(1));

        await store.ReceiveAsync(order.Phone, "Your code is 11111", at: store.Now);
        await store.ReceiveAsync(order.Phone, "Your code is 22222", at: store.Now.AddSeconds(-3));
        Assert.Equal("22222", (await store.OrderAsync(order)).Code);
        await store.ReceiveAsync(order.Phone, "Your code is 33333", at: store.Now.AddHours(-3));
        Assert.Equal("33333", (await store.OrderAsync(order)).Code);
    }

    /// <summary>The one before bought at 0 min and gave it back at 2; the one after bought at 40.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(6.9, false)]
    [InlineData(7, true)]
    [InlineData(39.9, true)]
    [InlineData(40, true)]
    [InlineData(-60, false)]
    public async Task Where_somebody_else_had_the_number_a_stamp_tells_whose_a_text_is(double stampedAt, bool isDelivered)
    {
        await using var store = await TestStore.StartAsync();
        var start = store.Now;
        var first = await BoughtAsync(store);
        store.Time.Advance(TimeSpan.FromMinutes(2));
        await store.CancelAsync(first);
        store.Time.Advance(TimeSpan.FromMinutes(38));
        await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct);
        var second = (
            await store.BuyAsync(await store.CustomerAsync("5.00"), (await store.Get<ListServicesHandler>().AllAsync(Ct)).Single())
        ).Value;
        Assert.Equal(first.Phone, second.Phone);
        store.Time.Advance(TimeSpan.FromSeconds(5));

        var reception = await store.ReceiveAsync(second.Phone, "Your code is 54321", at: start.AddMinutes(stampedAt));

        Assert.Equal(isDelivered ? Reception.CodeDelivered : Reception.Unmatched, reception);
        Assert.Equal(isDelivered ? "54321" : null, (await store.OrderAsync(second)).Code);
        Assert.Null((await store.OrderAsync(first)).Code);
    }

    [Fact]
    public async Task A_gateways_clock_that_is_known_to_be_off_is_corrected()
    {
        await using var store = await TestStore.StartAsync(("Stock:CoolDown", "00:00:00"));
        var first = await BoughtAsync(store);
        await store.CancelAsync(first);
        await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        var second = (
            await store.BuyAsync(await store.CustomerAsync("5.00"), (await store.Get<ListServicesHandler>().AllAsync(Ct)).Single())
        ).Value;
        store.Time.Advance(TimeSpan.FromSeconds(10));
        var behind = new ReceiveMessage(
            "gateway",
            "1",
            "Telegram",
            PhoneNumber.Parse(second.Phone!).Value,
            "Your code is 11111",
            store.Now.AddSeconds(-61)
        );
        var receive = store.Get<ReceiveMessageHandler>();

        Assert.Equal(Reception.Unmatched, await receive.HandleAsync(behind, Ct));
        Assert.Equal(
            Reception.CodeDelivered,
            await receive.HandleAsync(behind with { Text = "Your code is 22222", ClockIsBehind = TimeSpan.FromSeconds(60) }, Ct)
        );
        // One that is ahead makes a text of the first look like one of the second.
        Assert.Equal(
            Reception.Unmatched,
            await receive.HandleAsync(
                behind with
                {
                    Text = "Your code is 33333",
                    ReceivedAt = store.Now.AddSeconds(49),
                    ClockIsBehind = TimeSpan.FromSeconds(-60),
                },
                Ct
            )
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bug_A_clock_set_back_took_the_texts_from_all_open_orders(bool isMended)
    {
        await using var store = await TestStore.StartAsync(("Orders:Lifetime", "00:00:20"));
        var order = await BoughtAsync(store);
        store.Time.AdjustTime(store.Time.GetUtcNow().AddMinutes(-10));
        if (isMended)
            Assert.Equal(1, await store.Get<AfterSetBackHandler>().HandleAsync(Ct));

        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 11111"));
        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 22222", at: store.Now.AddSeconds(-1)));
        Assert.Equal("22222", (await store.OrderAsync(order)).Code);
    }

    [Fact]
    public async Task Bug_After_a_clock_was_set_back_an_order_of_seconds_lived_for_minutes()
    {
        await using var store = await TestStore.StartAsync(("Orders:Lifetime", "00:00:20"));
        var ann = await store.CustomerAsync("5.00");
        var order = (await store.BuyAsync(ann, await store.ServiceAsync(numbers: 1))).Value;
        await store.DeliverAsync();
        store.Time.AdjustTime(store.Time.GetUtcNow().AddMinutes(-10));
        Assert.Equal(1, await store.Get<AfterSetBackHandler>().HandleAsync(Ct));
        Assert.Equal(0, await store.Get<AfterSetBackHandler>().HandleAsync(Ct));

        Assert.Equal(0, await store.ExpireAsync());
        store.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(1, await store.ExpireAsync());
        Assert.Equal((OrderStatus.Expired, "5.00"), ((await store.OrderAsync(order)).Status, $"{await store.BalanceAsync(ann.Id)}"));
        await store.DeliverAsync();
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from notifications where done_at is null"));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task After_a_clock_was_set_back_the_one_before_still_reads_nothing_of_the_one_after()
    {
        await using var store = await TestStore.StartAsync(("Stock:CoolDown", "00:00:00"));
        var first = await BoughtAsync(store);
        var late = store.Now;
        store.Time.Advance(TimeSpan.FromSeconds(10));
        await store.CancelAsync(first);
        await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct);
        var second = (
            await store.BuyAsync(await store.CustomerAsync("5.00"), (await store.Get<ListServicesHandler>().AllAsync(Ct)).Single())
        ).Value;
        store.Time.AdjustTime(store.Time.GetUtcNow().AddMinutes(-10));
        await store.Get<AfterSetBackHandler>().HandleAsync(Ct);
        store.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(second.Phone, "Your code is 11111", at: late.AddMinutes(-10)));
        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(second.Phone, "Your code is 22222", at: store.Now));
    }

    private static async Task<OrderView> BoughtAsync(TestStore store) =>
        (await store.BuyAsync(await store.CustomerAsync("5.00"), await store.ServiceAsync(numbers: 1))).Value;
}
