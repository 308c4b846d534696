using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Messages;

public sealed class ServicePatternFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_does_not_fit_goes_to_nobody_and_what_fits_to_the_customer()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store, new CatalogEdit.SetSenders("^telegram$"));

        Assert.Equal(Reception.Unmatched, await FromAsync(store, order, "WhatsApp", "Your code is 99999"));
        Assert.Equal(Reception.CodeDelivered, await FromAsync(store, order, "Telegram", "Your code is 54321"));
        await store.DeliverAsync();

        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
        Assert.Equal("Your code is 54321", Assert.Single(store.Channel.Delivered, d => d.Message is not null).Message!.Text);
        Assert.Equal(1, (await store.Get<SalesStatsHandler>().HandleAsync(1, Ct)).UnmatchedMessages);

        await EditAsync(store, new CatalogEdit.SetSenders(null));
        Assert.Equal(Reception.CodeDelivered, await FromAsync(store, order, "WhatsApp", "Your code is 88888"));
    }

    [Theory]
    [InlineData(" Telegram ")]
    [InlineData("Telegram\u00A0")]
    [InlineData("\u202ATele\u00ADgram\u202C\u200E")]
    public async Task A_sender_is_read_in_one_way_whatever_door_its_text_comes_through(string sender)
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store, new CatalogEdit.SetSenders("^telegram$"));

        Assert.Equal(Reception.CodeDelivered, await FromAsync(store, order, sender, "Your code is 54321"));
        Assert.Equal("Telegram", await store.ScalarAsync<string>("select sender as value from messages"));
    }

    [Fact]
    public async Task What_an_operator_hands_in_has_no_sender_to_fit()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store, new CatalogEdit.SetSenders("^telegram$"));

        Assert.Equal(
            Reception.CodeDelivered,
            await store
                .Get<ReceiveMessageHandler>()
                .HandleAsync(
                    new ReceiveMessage(
                        "operator",
                        "1",
                        "SMS",
                        PhoneNumber.Parse(order.Phone).Value,
                        "Your code is 54321",
                        null,
                        TestStore.Operator
                    ),
                    Ct
                )
        );
    }

    [Fact]
    public async Task A_services_pattern_finds_the_code_in_place_of_the_stores_own_finder()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store, new CatalogEdit.SetPattern("not ([0-9]+)"));

        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 111111, not 2222"));
        Assert.Equal("2222", (await store.OrderAsync(order)).Code);
    }

    [Fact]
    public async Task Where_the_pattern_finds_nothing_the_customer_reads_the_whole_text()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store, new CatalogEdit.SetPattern("never ([0-9]+)"));

        Assert.Equal(Reception.TextDelivered, await store.ReceiveAsync(order.Phone, "Your code is 54321"));
        await store.DeliverAsync();

        Assert.Equal((OrderStatus.Pending, null), ((await store.OrderAsync(order)).Status, (await store.OrderAsync(order)).Code));
        Assert.Equal(
            "Your code is 54321",
            Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.TextArrived).Message!.Text
        );
    }

    [Fact]
    public async Task Each_order_of_a_set_is_asked_by_its_own_services_patterns()
    {
        await using var store = await TestStore.StartAsync();
        var first = await BoughtAsync(store, new CatalogEdit.SetPattern("a([0-9]+)"));
        var other = await store.ServiceAsync("wa", numbers: 1);
        var second = (await store.BuyAsync(await store.CustomerAsync("5.00"), other)).Value;
        var gate = await Data.BatchGate.CloseAsync(store);
        var receiving = new[] { first, second }.Select(order => store.ReceiveAsync(order.Phone, "Your code is 54321, a777")).ToList();
        gate.Open();
        await Task.WhenAll(receiving);

        Assert.Equal(("777", "54321"), ((await store.OrderAsync(first)).Code, (await store.OrderAsync(second)).Code));
    }

    [Theory]
    [InlineData("(", "pattern-format")]
    [InlineData(@"(\d)\1", "pattern-format")]
    [InlineData("(?=a)b", "pattern-format")]
    public async Task A_pattern_that_cannot_be_run_is_refused(string pattern, string reason)
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync();

        foreach (
            var edit in new CatalogEdit[]
            {
                new CatalogEdit.SetSenders(pattern),
                new CatalogEdit.SetPattern(pattern),
                new CatalogEdit.SetPattern(new string('a', 501)),
            }
        )
            Assert.Equal(
                new Error.Invalid("pattern", reason),
                (await store.Get<EditCatalogHandler>().HandleAsync("tg", edit, TestStore.Operator, Ct)).Error
            );
    }

    [Fact]
    public async Task A_change_of_patterns_is_audited_with_before_and_after_and_shown_to_operators_alone()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync();
        await EditAsync(store, new CatalogEdit.SetSenders("telegram"));
        await EditAsync(store, new CatalogEdit.SetPattern("([0-9]{5})"));
        await EditAsync(store, new CatalogEdit.SetSenders(null));

        Assert.Equal(
            "USA Telegram, 1.20, senders telegram, pattern ([0-9]{5}) > USA Telegram, 1.20, pattern ([0-9]{5})",
            await store.ScalarAsync<string>(
                "select before || ' > ' || after as value from audit_log where action = 'service.setsenders' and before like '%senders%'"
            )
        );
        var shown = Assert.Single(await store.Get<ListServicesHandler>().AllAsync(Ct));
        Assert.Equal((null, "([0-9]{5})"), (shown.Senders, shown.Pattern));
        Assert.Null((await store.Get<ListServicesHandler>().FindAsync((await store.CustomerAsync()).Id, service.Id, Ct)).Value.Pattern);
    }

    [Fact]
    public async Task A_second_and_a_third_code_each_reach_the_customer_until_the_orders_end_of_life()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store, new CatalogEdit.SetPattern(null));
        foreach (var code in new[] { "11111", "22222", "33333" })
        {
            Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, $"Your code is {code}"));
            store.Time.Advance(TimeSpan.FromMinutes(5));
            await store.DeliverAsync();
        }

        store.Time.Advance(TimeSpan.FromMinutes(5));
        await store.ExpireAsync();
        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(order.Phone, "Your code is 44444"));
        await store.DeliverAsync();

        Assert.Equal(
            ["11111", "22222", "33333"],
            store.Channel.Delivered.Where(d => d.Kind == NotificationKind.CodeArrived).Select(d => d.Message!.Code)
        );
        Assert.Equal("33333", (await store.OrderAsync(order)).Code);
        Assert.Empty(await store.DifferencesAsync());
    }

    private static async Task<OrderView> BoughtAsync(TestStore store, CatalogEdit edit)
    {
        var service = await store.ServiceAsync(numbers: 1);
        await EditAsync(store, edit);
        return (await store.BuyAsync(await store.CustomerAsync("5.00"), service)).Value;
    }

    private static async Task EditAsync(TestStore store, CatalogEdit edit) =>
        Assert.True((await store.Get<EditCatalogHandler>().HandleAsync("tg", edit, TestStore.Operator, Ct)).IsOk);

    private static Task<Reception> FromAsync(TestStore store, OrderView order, string sender, string text) =>
        store
            .Get<ReceiveMessageHandler>()
            .HandleAsync(new ReceiveMessage("test", text, sender, PhoneNumber.Parse(order.Phone).Value, text, null), Ct);
}
