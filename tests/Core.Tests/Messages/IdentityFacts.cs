using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Messages;

/// <summary>When two messages are one: ids, times and texts are somebody else's.</summary>
public sealed class IdentityFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bug_A_counter_that_began_anew_lost_its_texts()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 2);
        var ann = await store.CustomerAsync("5.00");
        var (first, second) = ((await store.BuyAsync(ann, service)).Value, (await store.BuyAsync(ann, service)).Value);

        foreach (var _ in new[] { 1, 2 })
        {
            foreach (var (order, code) in new[] { (first, "11111"), (second, "11111"), (first, "22222"), (second, "33333") })
            {
                var reception = await store.ReceiveAsync(order.Phone, $"Your code is {code}", "1");
                Assert.Equal((_ == 1 ? Reception.CodeDelivered : Reception.Duplicate, code), (reception, code));
            }

            store.Time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(("22222", "33333"), ((await store.OrderAsync(first)).Code, (await store.OrderAsync(second)).Code));
        Assert.Equal(Reception.TextDelivered, await store.ReceiveAsync(first.Phone, "Welcome", "1"));
    }

    [Fact]
    public async Task What_is_purged_is_still_told_apart_and_no_digest_gives_it_away()
    {
        await using var store = await TestStore.StartAsync();
        var (order, _) = await BoughtAsync(store);
        await store.ReceiveAsync(order.Phone, "Your code is 54321", "1", store.Now);
        store.Time.Advance(TimeSpan.FromHours(73));
        await store.Get<PurgeTextsHandler>().HandleAsync(Ct);

        Assert.Equal(Reception.Duplicate, await store.ReceiveAsync(order.Phone, "Your code is 54321", "1"));
        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 65432", "1"));

        // Whoever has the rows has no key to try texts with: another store's digest of the same is another.
        await using var other = await TestStore.StartAsync();
        await other.ReceiveAsync(order.Phone, "Your code is 54321", "1", other.Now);
        const string digests = "select digest || twin as value from messages where twin is not null";
        Assert.NotEqual(await store.ScalarAsync<string>(digests), await other.ScalarAsync<string>(digests));
        Assert.StartsWith(
            "sealed:1:",
            await store.ScalarAsync<string>("select secret as value from digest_keys"),
            StringComparison.Ordinal
        );
        Assert.Equal(1, await store.ScalarAsync<int>("select count(*) as value from digest_keys"));
    }

    [Fact]
    public async Task The_secret_of_the_digests_outlives_the_process()
    {
        var store = await TestStore.StartAsync();
        var (order, _) = await BoughtAsync(store);
        var at = store.Now.AddSeconds(3);
        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 54321", "a", at));

        await using var next = TestStore.Open(store.Database);
        Assert.Equal(Reception.Duplicate, await next.ReceiveAsync(order.Phone, "Your code is 54321", "b", at));
        Assert.Equal(1, await next.ScalarAsync<int>("select count(*) as value from digest_keys"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bug_One_text_under_two_ids_was_told_twice(bool hasTime)
    {
        await using var store = await TestStore.StartAsync();
        var (order, _) = await BoughtAsync(store);
        var at = hasTime ? store.Now.AddSeconds(-1) : (DateTime?)null;

        var receptions = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => store.ReceiveAsync(order.Phone, "Your code is 54321", $"{i}", at))
        );
        Assert.Single(receptions, r => r == Reception.CodeDelivered);
        Assert.Equal(19, receptions.Count(r => r == Reception.Duplicate));
        store.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(Reception.Duplicate, await store.ReceiveAsync(order.Phone, "Your code is 54321", "later", at));
        await store.DeliverAsync();
        Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.CodeArrived);

        // With a time of its own it stays the same; without one somebody may have had it sent again.
        store.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(
            hasTime ? Reception.Duplicate : Reception.CodeDelivered,
            await store.ReceiveAsync(order.Phone, "Your code is 54321", "much later", at)
        );
        Assert.Equal(
            Reception.CodeDelivered,
            await store.ReceiveAsync(order.Phone, "Your code is 54321", "at another time", store.Now.AddSeconds(-2))
        );
    }

    [Fact]
    public async Task Another_sender_number_or_time_makes_another_message()
    {
        await using var store = await TestStore.StartAsync();
        var (order, _) = await BoughtAsync(store);
        var at = store.Now;
        var message = new ReceiveMessage("gateway", "1", "Telegram", PhoneNumber.Parse(order.Phone!).Value, "Your code is 54321", at);
        var receive = store.Get<ReceiveMessageHandler>();

        foreach (
            var other in new[]
            {
                message,
                message with
                {
                    ExternalId = "2",
                    From = "Telegram2",
                },
                message with
                {
                    ExternalId = "3",
                    To = PhoneNumber.Parse("+15559999999").Value,
                },
                message with
                {
                    ExternalId = "4",
                    ReceivedAt = at.AddSeconds(-1),
                },
                message with
                {
                    ExternalId = "5",
                    To = null,
                },
            }
        )
        {
            Assert.NotEqual(Reception.Duplicate, await receive.HandleAsync(other, Ct));
            Assert.Equal(Reception.Duplicate, await receive.HandleAsync(other with { ExternalId = "x" }, Ct));
        }
    }

    /// <summary>A SIM bank that starts anew pushes what its cards still hold, under new ids and without times.</summary>
    [Fact]
    public async Task A_text_that_was_known_before_an_order_is_not_for_it()
    {
        await using var store = await TestStore.StartAsync(("Stock:CoolDown", "00:00:01"));
        var (first, service) = await BoughtAsync(store);
        await store.ReceiveAsync(first.Phone, "Welcome, dear first");
        await store.CancelAsync(first);
        store.Time.Advance(TimeSpan.FromMinutes(2));
        await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct);
        await store.ReceiveAsync(first.Phone, "Your code is 54321");
        store.Time.Advance(TimeSpan.FromMinutes(2));
        var second = (await store.BuyAsync(await store.CustomerAsync("5.00"), service)).Value;
        Assert.Equal(first.Phone, second.Phone);

        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(second.Phone, "Welcome, dear first"));
        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(second.Phone, "Your code is 54321"));
        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(second.Phone, "Your code is 65432"));
        // What says itself that it is of now, is.
        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(second.Phone, "Your code is 54321", at: store.Now));
    }

    [Fact]
    public async Task What_is_signed_without_a_time_is_taken_once_however_it_is_cut()
    {
        await using var store = await TestStore.StartAsync(("Stock:CoolDown", "00:00:01"));
        var (first, service) = await BoughtAsync(store);
        var receive = store.Get<ReceiveMessageHandler>();
        var message = new ReceiveMessage("twilio", "SM1", "Telegram", PhoneNumber.Parse(first.Phone!).Value, "Your code is 54321", null)
        {
            Proof = "signature",
        };
        Assert.Equal(Reception.CodeDelivered, await receive.HandleAsync(message, Ct));
        store.Time.Advance(TimeSpan.FromMinutes(20));
        await store.ExpireAsync();
        await store.StockAsync(service.Code, [first.Phone!]);
        store.Time.Advance(TimeSpan.FromDays(4));
        await store.Get<PurgeTextsHandler>().HandleAsync(Ct);
        await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct);
        var second = (await store.BuyAsync(await store.CustomerAsync("5.00"), service)).Value;
        Assert.Equal(first.Phone, second.Phone);

        foreach (
            var cut in new[]
            {
                message,
                message with
                {
                    ExternalId = "SM2",
                },
                message with
                {
                    From = "TelegramFromCity",
                },
                message with
                {
                    ExternalId = "SM3",
                    Text = "Your code is 5",
                },
            }
        )
            Assert.Equal(Reception.Duplicate, await receive.HandleAsync(cut, Ct));
        Assert.Equal(
            Reception.CodeDelivered,
            await receive.HandleAsync(message with { ExternalId = "SM4", Text = "Your code is 77777", Proof = "another" }, Ct)
        );
    }

    [Fact]
    public async Task A_message_without_a_number_waits_for_the_operator()
    {
        await using var store = await TestStore.StartAsync();
        var (order, _) = await BoughtAsync(store);
        Assert.Equal(
            Reception.Unmatched,
            await store
                .Get<ReceiveMessageHandler>()
                .HandleAsync(new ReceiveMessage("phone", "1", "Telegram", null, "Your code is 54321", store.Now), Ct)
        );

        var waiting = Assert.Single((await store.Get<ListUnmatchedMessagesHandler>().PageAsync(0, 10, TestStore.Operator, Ct)).Messages);
        Assert.Equal(("", "Your code is 54321"), (waiting.Phone, waiting.Text));
        Assert.Empty((await store.Get<ListUnmatchedMessagesHandler>().HandleAsync(waiting.Id, TestStore.Operator, Ct)).Value.Owners);
        Assert.Equal(
            new Error.Invalid("transaction", "not-holder"),
            (await store.Get<AssignMessageHandler>().HandleAsync(new AssignMessage(waiting.Id, order.Id, TestStore.Operator), Ct)).Error
        );
    }

    private static async Task<(OrderView Order, Core.Views.Storefront.ServiceView Service)> BoughtAsync(TestStore store)
    {
        var service = await store.ServiceAsync(numbers: 1);
        return ((await store.BuyAsync(await store.CustomerAsync("5.00"), service)).Value, service);
    }
}
