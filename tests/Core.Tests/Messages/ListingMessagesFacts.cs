using XthonBot.Core.Modules.Messages;
using XthonBot.TestKit;

namespace XthonBot.Core.Tests.Messages;

public sealed class ListingMessagesFacts
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task All_texts_of_an_order_are_listed_oldest_first_and_no_others()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 2);
        var ann = await store.CustomerAsync("10.00");
        var (order, other) = ((await store.BuyAsync(ann, service)).Value, (await store.BuyAsync(ann, service)).Value);
        await store.ReceiveAsync("+15550009999", "Of nobody");
        await store.ReceiveAsync(order.Phone, "Привет 👋, welcome");
        await store.ReceiveAsync(other.Phone, "Your code is 11111");
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        await store.ReceiveAsync(order.Phone, "Your code is 67890");

        var listed = await ListAsync(store, order);

        Assert.Equal(
            [
                ("Telegram", "Привет 👋, welcome", null),
                ("Telegram", "Your code is 54321", "54321"),
                ("Telegram", "Your code is 67890", (string?)"67890"),
            ],
            listed.Items.Select(m => (m.Sender, m.Text, m.Code))
        );
        Assert.Null(listed.Next);
        var first = await ListAsync(store, order, 2);
        Assert.Equal(listed.Items.Take(2), first.Items);
        Assert.Equal(listed.Items.Skip(2), (await ListAsync(store, order, 2, first.Next)).Items);
    }

    [Fact]
    public async Task Deleted_texts_are_not_listed()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var order = (await store.BuyAsync(await store.CustomerAsync("10.00"), service)).Value;
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        var last = (await ListAsync(store, order)).Items[0].Id;
        store.Time.Advance(TimeSpan.FromDays(4));
        await store.Get<PurgeTextsHandler>().HandleAsync(Ct);
        Assert.Empty((await ListAsync(store, order)).Items);
        Assert.Empty((await ListAsync(store, order, after: last)).Items);
    }

    [Fact]
    public async Task Strangers_see_nothing_and_a_message_of_another_order_is_no_cursor()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 2);
        var (ann, bob) = (await store.CustomerAsync("10.00"), await store.CustomerAsync("10.00"));
        var (order, other) = ((await store.BuyAsync(ann, service)).Value, (await store.BuyAsync(ann, service)).Value);
        await store.ReceiveAsync(other.Phone, "Your code is 11111");
        var message = (await ListAsync(store, other)).Items[0].Id;
        var messages = store.Get<ListMessagesHandler>();
        Assert.Equal(new Error.NotFound("transaction"), (await messages.HandleAsync(bob.Id, other.Id, 10, null, Ct)).Error);
        Assert.Equal(new Error.NotFound("transaction"), (await messages.HandleAsync(bob.Id, other.Id, 10, message, Ct)).Error);
        Assert.Equal(new Error.NotFound("cursor"), (await messages.HandleAsync(ann.Id, order.Id, 10, message, Ct)).Error);
    }

    private static async Task<Slice<OrderMessage, MessageId>> ListAsync(
        TestStore store,
        OrderView order,
        int count = 10,
        MessageId? after = null
    ) => (await store.Get<ListMessagesHandler>().HandleAsync(order.Customer, order.Id, count, after, Ct)).Value;
}
