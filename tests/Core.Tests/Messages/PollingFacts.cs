using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Messages;

public sealed class PollingFacts
{
    private const string Phone = "+15550001234";
    private const string Link = "https://sms.example/1234?token=secret";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_link_that_shows_nothing_at_first_and_then_a_text_brings_its_code()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        Assert.Equal(1, await store.PollAsync());
        store.Links.Show(Link, "yes|Your code is 54321");

        await NextAsync(store);

        Assert.Equal((OrderStatus.Succeeded, "54321"), await StateAsync(store, order));
        await store.DeliverAsync();
        Assert.Equal(
            "Your code is 54321",
            Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.CodeArrived).Message!.Text
        );
    }

    [Fact]
    public async Task It_is_asked_at_once_when_the_order_begins_then_in_intervals_and_never_without_an_order()
    {
        await using var store = await TestStore.StartAsync(("Links:Interval", "00:00:05"));
        await store.ServiceAsync();
        await store.StockAsync("tg", [$"{Phone},{Link}"]);
        Assert.Equal(0, await store.PollAsync());
        var order = await BuyAsync(store);

        Assert.Equal(1, await store.PollAsync());
        Assert.Equal(0, await store.PollAsync());
        store.Time.Advance(Interval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await store.PollAsync());
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await store.PollAsync());

        Assert.True((await store.CancelAsync(order)).IsOk);
        store.Time.Advance(Interval);
        Assert.Equal(0, await store.PollAsync());
        Assert.All(store.Links.Asked, link => Assert.Equal(Link, link.ToString()));
    }

    [Fact]
    public async Task Bug_A_link_that_was_stocked_before_the_clock_was_set_back_was_not_asked_for_as_long()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync();
        await store.StockAsync("tg", [$"{Phone},{Link}"]);
        store.Time.AdjustTime(store.Time.GetUtcNow().AddHours(-2));
        await store.Get<AfterSetBackHandler>().HandleAsync(CancellationToken.None);
        await BuyAsync(store);

        Assert.Equal(1, await store.PollAsync());
    }

    [Fact]
    public async Task What_the_link_shows_when_the_order_begins_is_the_previous_holders()
    {
        await using var store = await TestStore.StartAsync();
        store.Links.Show(Link, "Your code is 11111");
        var order = await BoughtAsync(store);

        await store.PollAsync();
        await NextAsync(store);

        Assert.Equal((OrderStatus.Pending, null), await StateAsync(store, order));
        await store.DeliverAsync();
        Assert.DoesNotContain(store.Channel.Delivered, d => d.Message is not null);
        // Kept for the operator.
        Assert.Equal(
            "Your code is 11111",
            await store.TextAsync("select text as value from messages where order_id is null and source = 'link'")
        );

        store.Links.Show(Link, "Your code is 22222");
        await NextAsync(store);
        Assert.Equal((OrderStatus.Succeeded, "22222"), await StateAsync(store, order));
    }

    [Fact]
    public async Task A_text_that_is_there_at_the_first_answer_after_failures_is_old_as_well()
    {
        await using var store = await TestStore.StartAsync();
        store.Links.Fail(Link);
        var order = await BoughtAsync(store);
        await store.PollAsync();
        store.Links.Show(Link, "Your code is 11111");

        await NextAsync(store);

        Assert.Equal((OrderStatus.Pending, null), await StateAsync(store, order));
    }

    [Fact]
    public async Task A_text_of_an_earlier_order_never_reaches_a_later_one_whatever_the_link_shows_in_between()
    {
        await using var store = await TestStore.StartAsync(("Stock:CoolDown", "00:00:00"));
        var first = await BoughtAsync(store);
        await store.PollAsync();
        store.Links.Show(Link, "Your code is 11111");
        await NextAsync(store);
        Assert.Equal((OrderStatus.Succeeded, "11111"), await StateAsync(store, first));
        store.Time.Advance(TimeSpan.FromHours(1));
        await store.ExpireAsync();

        // Sold, and stocked again with the same link.
        await store.StockAsync("tg", [$"{Phone},{Link}"]);
        store.Links.Show(Link, "");
        var second = await BuyAsync(store);
        await store.PollAsync();
        store.Links.Show(Link, "Your code is 11111");
        await NextAsync(store);
        Assert.Equal((OrderStatus.Pending, null), await StateAsync(store, second));

        store.Links.Show(Link, "Your code is 22222");
        await NextAsync(store);
        Assert.Equal((OrderStatus.Succeeded, "22222"), await StateAsync(store, second));
    }

    /// <param name="seconds">From the question to the end of the order; 15: just when whoever asked loses the number.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public async Task What_was_asked_for_one_order_is_not_for_the_next_though_it_comes_after_that_began(int seconds)
    {
        await using var store = await TestStore.StartAsync(("Stock:CoolDown", "00:00:00"));
        var first = await BoughtAsync(store);
        await store.PollAsync();
        var late = new TaskCompletionSource<LinkReading>();
        store.Links.Answer(Link, () => late.Task);
        store.Time.Advance(Interval);
        await store.Get<LinkPoller>().HandleAsync(CancellationToken.None);
        store.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.True((await store.CancelAsync(first)).IsOk);
        await store.Get<Core.Modules.Stock.FreeCooledNumbersHandler>().HandleAsync(CancellationToken.None);
        var second = await BuyAsync(store);
        late.SetResult(new LinkReading.Shown("Your code is 11111"));
        await store.Get<LinkPoller>().DrainAsync();
        await NextAsync(store);
        await NextAsync(store);

        Assert.Equal((OrderStatus.Pending, null), await StateAsync(store, second));
        await store.DeliverAsync();
        Assert.DoesNotContain(store.Channel.Delivered, d => d.Message is not null);
    }

    [Fact]
    public async Task The_same_text_at_every_look_is_stored_and_told_once()
    {
        await using var store = await TestStore.StartAsync();
        await BoughtAsync(store);
        await store.PollAsync();
        foreach (
            var text in (string[])
                ["Your code is 11111", "Your code is 11111", "Your code is 22222", "Your code is 11111", "", "Your code is 22222"]
        )
        {
            store.Links.Show(Link, text);
            await NextAsync(store);
        }

        await store.DeliverAsync();

        Assert.Equal(
            ["11111", "22222"],
            store.Channel.Delivered.Where(d => d.Kind == NotificationKind.CodeArrived).Select(d => d.Message!.Code).Order()
        );
        Assert.Equal(2, await store.ScalarAsync<int>("select count(*) as value from messages"));
    }

    [Fact]
    public async Task A_page_that_changes_at_every_look_is_told_a_limited_number_of_times()
    {
        await using var store = await TestStore.StartAsync();
        await BoughtAsync(store);
        await store.PollAsync();
        for (var i = 0; i < LinkPoller.MostTextsOfAnOrder + 5; i++)
        {
            store.Links.Show(Link, $"The time is {i}");
            store.Time.Advance(TimeSpan.FromMinutes(0.5));
            await store.PollAsync();
        }

        Assert.Equal(LinkPoller.MostTextsOfAnOrder, await store.ScalarAsync<int>("select count(*) as value from messages"));
    }

    [Fact]
    public async Task Two_stores_on_one_database_share_the_links_and_tell_each_text_once()
    {
        await using var one = await TestStore.StartAsync();
        var service = await one.ServiceAsync();
        var numbers = Enumerable.Range(100, 40).Select(i => (Phone: $"+15550001{i}", Link: $"https://sms.example/{i}")).ToList();
        await one.StockAsync("tg", numbers.Select(n => $"{n.Phone},{n.Link}"));
        var ann = await one.CustomerAsync("100.00");
        foreach (var _ in numbers)
            Assert.True((await one.BuyAsync(ann, service)).IsOk);
        var other = TestStore.Open(one.Database);

        await Task.WhenAll(one.PollAsync(), other.PollAsync());
        Assert.Equal(numbers.Count, one.Links.Asked.Count + other.Links.Asked.Count);
        Assert.Equal(numbers.Count, one.Links.Asked.Concat(other.Links.Asked).Distinct().Count());

        foreach (var store in (TestStore[])[one, other])
        {
            foreach (var (_, link) in numbers)
                store.Links.Show(link, "Your code is 54321");
            store.Time.Advance(Interval);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => (Task[])[one.PollAsync(), other.PollAsync()]));

        Assert.Equal(2 * numbers.Count, one.Links.Asked.Count + other.Links.Asked.Count);
        Assert.Equal(numbers.Count, await one.ScalarAsync<int>("select count(*) as value from messages"));
        await one.DeliverAsync();
        Assert.Equal(numbers.Count, one.Channel.Delivered.Count(d => d.Kind == NotificationKind.CodeArrived));
        await other.CloseAsync();
    }

    [Fact]
    public async Task What_a_process_that_died_had_taken_is_asked_by_another_and_its_own_late_word_counts_no_more()
    {
        await using var dying = await TestStore.StartAsync();
        var order = await BoughtAsync(dying);
        await dying.PollAsync();
        var late = new TaskCompletionSource<LinkReading>();
        dying.Links.Answer(Link, () => late.Task);
        dying.Time.Advance(Interval);
        await dying.Get<LinkPoller>().HandleAsync(CancellationToken.None);
        var other = TestStore.Open(dying.Database);
        other.Links.Show(Link, "Your code is 22222");
        other.Time.Advance(dying.Now - other.Now);
        Assert.Equal(0, await other.PollAsync());

        other.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(1, await other.PollAsync());
        late.SetResult(new LinkReading.Shown("Your code is 11111"));
        await dying.Get<LinkPoller>().DrainAsync();

        Assert.Equal((OrderStatus.Succeeded, "22222"), await StateAsync(other, order));
        Assert.Equal(1, await other.ScalarAsync<int>("select count(*) as value from messages"));
        await other.CloseAsync();
    }

    [Fact]
    public async Task A_link_that_fails_is_asked_less_and_less_until_it_answers()
    {
        await using var store = await TestStore.StartAsync(("Links:Interval", "00:00:05"), ("Links:BackOff", "00:00:30"));
        store.Links.Fail(Link);
        await BoughtAsync(store);
        await store.PollAsync();

        foreach (var pause in (int[])[5, 10, 20, 30, 30])
        {
            store.Time.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(0, await store.PollAsync());
            store.Time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(1, await store.PollAsync());
        }

        store.Links.Show(Link, "");
        store.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, await store.PollAsync());
        store.Time.Advance(Interval);
        Assert.Equal(1, await store.PollAsync());
        Assert.Equal(0, await store.ScalarAsync<int>("select poll_failures as value from numbers"));
    }

    [Fact]
    public async Task Links_that_do_not_answer_hold_up_their_own_slots_alone()
    {
        await using var store = await TestStore.StartAsync(("Links:Concurrency", "2"));
        var service = await store.ServiceAsync();
        await store.StockAsync("tg", Enumerable.Range(100, 3).Select(i => $"+15550001{i},https://sms.example/{i}"));
        var ann = await store.CustomerAsync("10.00");
        var never = new TaskCompletionSource<LinkReading>();
        store.Links.Answer("https://sms.example/100", () => never.Task);
        for (var i = 0; i < 3; i++)
            Assert.True((await store.BuyAsync(ann, service)).IsOk);

        Assert.Equal(3, await store.Get<LinkPoller>().HandleAsync(CancellationToken.None));
        Assert.Equal(3, store.Links.Asked.Distinct().Count());
        never.SetResult(new LinkReading.Shown(""));
    }

    private static async Task NextAsync(TestStore store)
    {
        store.Time.Advance(Interval);
        await store.PollAsync();
    }

    private static async Task<OrderView> BoughtAsync(TestStore store)
    {
        await store.ServiceAsync();
        await store.StockAsync("tg", [$"{Phone},{Link}"]);
        return await BuyAsync(store);
    }

    private static async Task<OrderView> BuyAsync(TestStore store)
    {
        var service = (
            await store.Get<Core.Views.Storefront.ListServicesHandler>().AllAsync(TestContext.Current.CancellationToken)
        ).Single();
        store.Time.Advance(TimeSpan.FromSeconds(1));
        return (await store.BuyAsync(await store.CustomerAsync("5.00"), service)).Value;
    }

    private static async Task<(OrderStatus Status, string? Code)> StateAsync(TestStore store, OrderView order)
    {
        var now = await store.OrderAsync(order);
        return (now.Status, now.Code);
    }
}
