using CsCheck;
using XthonBot.Core.Tests.Primitives;

namespace XthonBot.Core.Tests.Customers;

public sealed class CustomerReferenceFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("@user1000", null, "user1000")]
    [InlineData("User1000", null, "user1000")]
    [InlineData("@USER1000,", null, "user1000")]
    [InlineData("\u2068@user1000\u2069", null, "user1000")]
    [InlineData("＠ｕｓｅｒ１０００", null, "user1000")]
    [InlineData("t.me/user1000", null, "user1000")]
    [InlineData("https://t.me/User1000", null, "user1000")]
    [InlineData("http://www.t.me/user1000/", null, "user1000")]
    [InlineData("https://t.me/user1000?start=x", null, "user1000")]
    [InlineData("https://user1000.t.me", null, "user1000")]
    [InlineData("telegram.me/@user1000", null, "user1000")]
    [InlineData("tg://resolve?domain=user1000&start=x", null, "user1000")]
    [InlineData("tg://user?id=1000", 1000L, null)]
    [InlineData("1000", 1000L, null)]
    [InlineData("\u200E1000\u200B", 1000L, null)]
    [InlineData("１０００", 1000L, null)]
    [InlineData("(1000)", 1000L, null)]
    [InlineData("@1000", null, "1000")]
    [InlineData("", null, null)]
    [InlineData("@", null, null)]
    [InlineData("-7", null, null)]
    [InlineData("+7", null, null)]
    [InlineData("tg://user?id=x", null, null)]
    [InlineData("https://example.com/user1000", null, null)]
    [InlineData("usér", null, null)]
    [InlineData("1000/5", null, null)]
    [InlineData("1000#7", null, null)]
    [InlineData("10&20", null, null)]
    [InlineData("@bob/alice", null, null)]
    [InlineData("bob?alice", null, null)]
    [InlineData("https://bob/alice.t.me", null, null)]
    public void Customers_are_named_in_the_ways_of_Telegram(string text, long? id, string? name)
    {
        var read = CustomerReference.Read(text);
        Assert.Equal((id, name), (read?.TelegramId, read?.Username));
    }

    [Fact]
    public void Marks_around_and_within_change_nobody() =>
        Gen.Select(Odd.Marks, Odd.Marks, Odd.Marks, Odd.Zeros)
            .Sample(
                (a, b, c, zero) =>
                    CustomerReference.Read($"{a}@us{b}er_1{c}") == new CustomerReference(null, "user_1")
                    && CustomerReference.Read($"{a}{Odd.Digit(zero, '1')}{b}{Odd.Digit(zero, '7')}{c}") == new CustomerReference(17, null)
            );

    [Fact]
    public async Task Bug_Names_turned_the_direction_of_what_an_operator_reads_or_were_invisible()
    {
        await using var store = await TestStore.StartAsync();

        foreach (
            var (said, kept) in new[]
            {
                ("An\u202En", "Ann"),
                ("\u200B\u2066", "—"),
                ("A\0n\nn ", "An n"),
                ("\ud83d!", "\uFFFD!"),
                (new string('a', 127) + "😀", new string('a', 127)),
            }
        )
            Assert.Equal(kept, (await store.Get<MeetCustomerHandler>().HandleAsync(new MeetCustomer(7, "ann", said, "en"), Ct)).Name);
    }

    [Fact]
    public async Task A_customer_is_last_seen_when_they_wrote_and_never_where_nothing_is_known()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        Assert.Null(await store.Get<FindCustomerHandler>().LastSeenAsync(ann, "telegram:1", Ct));

        await store
            .Get<Core.Foundation.Durability.Inbox>()
            .StoreAsync(
                [
                    new Core.Foundation.Durability.Incoming("telegram:1", 1, ann.TelegramId, "{}"),
                    new Core.Foundation.Durability.Incoming("telegram:2", 2, 5, "{}"),
                ],
                false,
                Ct
            );

        Assert.Equal(store.Time.UtcNow(), await store.Get<FindCustomerHandler>().LastSeenAsync(ann, "telegram:1", Ct));
        Assert.Null(await store.Get<FindCustomerHandler>().LastSeenAsync(ann, "telegram:2", Ct));
    }
}
