using System.Text;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Protection;

public sealed class ProtectionFacts
{
    private const string Text = "Marzipan elephants say: your code is 908172";
    private const string Code = "908172";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_text_and_no_code_stands_in_any_byte_of_the_database_while_whoever_may_reads_them()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        var update = Assert.Single(
            (await store.Get<Inbox>().StoreAsync([new Incoming("telegram", 1, 1, $"/sms +1 {Text}")], take: true, Ct)).Taken
        );
        await store.ReceiveAsync(order.Phone, Text);
        await store.ReceiveAsync("+447700900123", Text);
        await store.DeliverAsync();

        var content = await store.Database.ReadEverythingAsync();

        Assert.True(Holds(content, order.Phone!), "The search looks at the wrong place.");
        Assert.False(Holds(content, "Marzipan"));
        Assert.False(Holds(content, Code));
        Assert.Equal($"/sms +1 {Text}", update.Payload);
        Assert.Equal(Code, (await store.OrderAsync(order)).Code);
        Assert.Equal(Code, Assert.Single((await store.Get<ReadOrdersHandler>().PageAsync(order.Customer, 0, 5, Ct)).Orders).Code);
        Assert.Equal(
            (Code, Text),
            store
                .Channel.Delivered.Where(d => d.Kind == NotificationKind.CodeArrived)
                .Select(d => (d.Message!.Code, d.Message.Text))
                .Single()
        );
        Assert.Equal(
            Text,
            Assert.Single((await store.Get<FindAnythingHandler>().HandleAsync(order.Phone!, TestStore.Operator, Ct)).Messages).Text
        );
        Assert.Equal(new Error.CodeArrived(order.Id, Code), (await store.CancelAsync(order)).Error);
    }

    [Fact]
    public async Task What_a_release_left_in_the_clear_is_read_as_it_is_and_then_encrypted_in_its_place()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await store.ReceiveAsync(order.Phone, "Your code is 1111");
        await store.ReceiveAsync("+447700900123", "Your code is 2222");
        await store.SqlAsync($"update messages set text = '{Text}', code = '{Code}' where order_id is not null");
        await store.SqlAsync($"update messages set text = '{Text}', code = null where order_id is null");
        await store.SqlAsync($"update orders set code = '{Code}'");
        Assert.Equal(Code, (await store.OrderAsync(order)).Code);
        Assert.True(Holds(await store.Database.ReadEverythingAsync(), "Marzipan"));

        Assert.Equal(3, await store.Get<ProtectOldTextsHandler>().HandleAsync(Ct));

        var content = await store.Database.ReadEverythingAsync();
        Assert.False(Holds(content, "Marzipan"));
        Assert.False(Holds(content, Code));
        Assert.Equal(Code, (await store.OrderAsync(order)).Code);
        Assert.Equal(
            Text,
            Assert.Single((await store.Get<FindAnythingHandler>().HandleAsync("+447700900123", TestStore.Operator, Ct)).Messages).Text
        );
        Assert.Equal(0, await store.Get<ProtectOldTextsHandler>().HandleAsync(Ct));
    }

    [Fact]
    public async Task More_than_a_batch_is_encrypted_also_where_all_of_it_came_at_once_and_what_came_since_later()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync(numbers: 1);
        for (var i = 0; i < 12; i++)
            await store.SqlAsync(
                $"insert into messages (source, external_id, sender, phone, text, received_at, stored_at) values {string.Join(", ", Enumerable.Range(0, 100).Select(n => Row($"{i}.{n}", store.Now)))}"
            );

        Assert.Equal(1200, await store.Get<ProtectOldTextsHandler>().HandleAsync(Ct));
        store.Time.Advance(TimeSpan.FromHours(1));
        await store.SqlAsync(
            $"insert into messages (source, external_id, sender, phone, text, received_at, stored_at) values {Row("late", store.Now)}"
        );

        Assert.Equal(1, await store.Get<ProtectOldTextsHandler>().HandleAsync(Ct));
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from messages where text not like 'sealed:1:%'"));
    }

    [Theory]
    [InlineData("sealed:1:abc")]
    [InlineData("")]
    [InlineData("'; drop table messages; --")]
    public async Task A_text_is_read_as_it_came_whatever_it_looks_like(string text)
    {
        await using var store = await TestStore.StartAsync();
        await store.ReceiveAsync("+447700900123", text);

        Assert.Equal(
            text,
            Assert.Single((await store.Get<FindAnythingHandler>().HandleAsync("+447700900123", TestStore.Operator, Ct)).Messages).Text
        );
    }

    [Fact]
    public async Task A_text_with_half_an_emoji_is_not_lost_for_it()
    {
        await using var store = await TestStore.StartAsync();
        await store.ReceiveAsync("+447700900123", "code \ud83d 4711\0");

        Assert.Equal(
            "code \ufffd 4711\ufffd",
            Assert.Single((await store.Get<FindAnythingHandler>().HandleAsync("+447700900123", TestStore.Operator, Ct)).Messages).Text
        );
    }

    [Fact]
    public async Task What_was_purged_is_not_even_encrypted_in_the_file_any_more()
    {
        await using var store = await TestStore.StartAsync();
        await store.ReceiveAsync("+447700900123", Text);
        var content = await store.ScalarAsync<string>("select text as value from messages");
        Assert.True(Holds(await store.Database.ReadEverythingAsync(), content));

        store.Time.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, await store.Get<PurgeTextsHandler>().HandleAsync(Ct));
        await store.Get<DatabaseFile>().ForgetLogAsync(Ct);

        Assert.False(Holds(await store.Database.ReadEverythingAsync(), content));
    }

    private static string Row(string id, DateTime at) =>
        $"('old', '{id}', 'Telegram', '+447700900123', '{Text}', '{at:yyyy-MM-dd HH:mm:ss}', '{at:yyyy-MM-dd HH:mm:ss}')";

    private static bool Holds(byte[] content, string text) => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static async Task<OrderView> BoughtAsync(TestStore store)
    {
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        return (await store.BuyAsync(ann, service)).Value;
    }
}
