using XthonBot.Core.Modules.Suppliers;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

public sealed class SupplierConversations
{
    [Fact]
    public async Task Somebody_buys_a_number_that_is_fetched_from_a_supplier_and_gets_its_codes()
    {
        await using var upstream = await UpstreamServer.StartAsync();
        upstream.Stock("tgx", "0.50", 5);
        await using var store = await StoreHost.StartAsync(upstream.Settings(more: ("Interval", "00:00:01")));
        var ann = await WithServiceAsync(store);
        var card = await CustomerConversations.BuyAsync(ann, "USA Telegram");
        var phone = "+" + upstream.Sold.Single().Phone;
        Assert.Contains(phone, card.Text, StringComparison.Ordinal);
        Assert.Contains(card.AllButtons, b => b.CopyText == phone);

        upstream.Deliver(upstream.Sold[0], "11111", "Your Telegram code is 11111");
        await ann.SeesOnce($"🔔 Code for {phone}: 11111");
        upstream.Deliver(upstream.Sold[0], "22222", "Your Telegram code is 22222");
        await ann.SeesOnce($"🔔 Code for {phone}: 22222");
        Assert.Equal("3.80", await store.BalanceAsync(ann));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Somebody_whose_number_does_not_come_is_told_and_has_the_money_back()
    {
        await using var upstream = await UpstreamServer.StartAsync();
        upstream.Stock("tgx", "0.50", 5);
        await using var store = await StoreHost.StartAsync(upstream.Settings());
        var ann = await WithServiceAsync(store);
        upstream.AnswerToBuy = "NO_NUMBERS";
        await ann.Sends("/buy USA Telegram");
        await ann.Taps(
            (await ann.Sees("Services matching")).AllButtons.First(b => b.Text.StartsWith("USA Telegram", StringComparison.Ordinal)).Text
        );
        await ann.Taps((await ann.Sees("In stock")).AllButtons.First(b => b.Text.StartsWith("✅ Buy", StringComparison.Ordinal)).Text);
        await ann.SeesOnce("No number was available for USA Telegram. $1.20 refunded. Balance: $5.00");
        Assert.Equal("5.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task The_operator_sees_what_suppliers_have_ask_and_owe_and_settles_it()
    {
        await using var upstream = await UpstreamServer.StartAsync();
        upstream.Stock("tgx", "0.50", 5);
        await using var store = await StoreHost.StartAsync(upstream.Settings(more: ("Margin", "100")));
        var ann = await WithServiceAsync(store);
        var olga = new Person(store.Telegram, StoreHost.OperatorId);
        await olga.Sends("/suppliers");
        var view = await olga.Sees("up · balance $100.50");
        Assert.Contains("tg: costs $0.50, you sell at $1.00, 5 available", view.Text, StringComparison.Ordinal);

        upstream.AnswerToCancel = "BAD_STATUS";
        await CustomerConversations.BuyAsync(ann, "USA Telegram");
        await ann.Taps("✖ Cancel & refund");
        await Patience.UntilAsync(
            () => store.Get<ReadSuppliersHandler>().HandleAsync(TestContext.Current.CancellationToken),
            seen => seen.DebtCount == 1
        );
        await olga.Sends("/admin");
        await olga.Sees("Operator menu");
        await olga.Taps("🚚 Suppliers");
        await olga.Sees("They owe you $0.50");
        await olga.Taps("✔ up $0.50");
        Assert.DoesNotContain("Owed", (await olga.Sees("up · balance")).Text, StringComparison.Ordinal);
        Assert.Equal("5.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task Somebody_buys_a_number_of_a_SIM_bank_and_the_operator_sees_what_it_has()
    {
        await using var agent = await AgentServer.StartAsync("12015550101", "12015550102");
        await using var store = await StoreHost.StartAsync(agent.Settings(more: ("Interval", "00:00:01")));
        var ann = await WithServiceAsync(store);
        var olga = new Person(store.Telegram, StoreHost.OperatorId);
        await olga.Sends("/suppliers");
        Assert.Contains(
            "tg: you sell at $1.20, 2 available",
            (await olga.Sees("bank · SIM bank · active 0")).Text,
            StringComparison.Ordinal
        );

        Assert.Contains("+12015550101", (await CustomerConversations.BuyAsync(ann, "USA Telegram")).Text, StringComparison.Ordinal);
        await ann.Taps("✖ Cancel & refund");
        await Patience.UntilAsync(() => agent.Given.Single().Status, status => status == 4);
        Assert.Equal("5.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task The_operator_sees_what_could_not_be_read_and_a_key_that_is_refused()
    {
        await using var upstream = await UpstreamServer.StartAsync();
        await using var store = await StoreHost.StartAsync(upstream.Settings());
        upstream.Dialect = answer => answer.With(answer.Action == "getPrices" ? "<b>Prices</b> & more" : "BAD_KEY");
        await WithServiceAsync(store);
        var olga = new Person(store.Telegram, StoreHost.OperatorId);
        await olga.Sends("/suppliers");
        var view = await olga.Sees("up · balance no answer");
        Assert.Contains("Your key is refused. Check Suppliers:up:ApiKey.", view.Text, StringComparison.Ordinal);
        Assert.Contains("Could not read the answer to getPrices (HTTP 200, ", view.Text, StringComparison.Ordinal);
        Assert.Contains("<b>Prices</b> & more", view.Text, StringComparison.Ordinal);
    }

    private static async Task<Person> WithServiceAsync(StoreHost store)
    {
        var olga = await store.OperatorAsync();
        await olga.Sends("/service add tg 1.20 USA Telegram");
        await olga.Sees("On sale");
        await store.Get<LookAtOffersHandler>().HandleAsync(TestContext.Current.CancellationToken);
        return await store.CustomerAsync("5.00");
    }
}
