using System.Text.Json;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;
using XthonBot.TestKit;
using static XthonBot.Api.Tests.V2.ReferenceFacts;

namespace XthonBot.Api.Tests.V2;

public sealed class AccountFacts
{
    [Theory]
    [InlineData("0", "null")]
    [InlineData("3", "3")]
    public async Task The_account_says_who_asks_and_what_is_open(string setting, string limit)
    {
        await using var api = await ApiHost.StartAsync(("Orders:MaxOpenPerCustomer", setting));
        var service = await api.Store.ServiceAsync(numbers: 3);
        var ann = await api.Store.CustomerAsync("12.50", bonus: 10);
        var (_, key) = (await api.KeyAsync(ann), await api.KeyAsync(ann));
        await api.PostAsync($"transactions/{await BuyAsync(api, key, service)}/cancel", key);
        await BuyAsync(api, key, service);

        var account = EnvelopeAssert.Ok(await api.GetAsync("account", key));

        Assert.Equal(
            $$"""{"telegram_id":{{ann.TelegramId}},"balance":"11.42","bonus":10,"language":"en","created_at":"2026-11-22T10:00:00Z","open_transactions":1,"""
                + $$$"""
                "max_open_transactions":{{{limit}}},"key":{"id":"{{{key[
                    ..13
                ]}}}","name":null,"scopes":["read","buy"],"addresses":null,"daily_limit":null,"created_at":"2026-11-22T10:00:00Z","last_used_at":null},"bonus_tiers":null}
                """,
            account.GetRawText()
        );
    }

    [Fact]
    public async Task The_account_says_what_was_paid_in_and_what_is_missing_to_the_next_tier()
    {
        await using var api = await ApiHost.StartAsync(
            ("Bonus:Tiers:0:From", "20"),
            ("Bonus:Tiers:0:Percent", "5"),
            ("Bonus:Tiers:1:From", "100"),
            ("Bonus:Tiers:1:Percent", "10")
        );
        var (ann, bob) = (await api.Store.CustomerAsync("23.00"), await api.Store.CustomerAsync("23.00", bonus: 7));
        var key = await api.KeyAsync(ann);

        var account = EnvelopeAssert.Ok(await api.GetAsync("account", key));

        Assert.Equal(5, account.GetProperty("bonus").GetInt32());
        Assert.Equal(
            """{"set_by_store":false,"paid_in":"23.00","days":30,"until":"2026-12-22T10:00:00Z","next":{"bonus":10,"from":"100.00","missing":"77.00"}}""",
            account.GetProperty("bonus_tiers").GetRawText()
        );
        Assert.Equal("""{"balance":"23.00","bonus":5}""", (await api.GetAsync("balance", key)).Data.GetRawText());
        Assert.Equal(
            """{"set_by_store":true,"paid_in":"23.00","days":30,"until":null,"next":null}""",
            (await api.GetAsync("account", await api.KeyAsync(bob))).Data.GetProperty("bonus_tiers").GetRawText()
        );
    }

    [Fact]
    public async Task A_purchase_above_the_limit_is_409_and_charges_nothing()
    {
        await using var api = await ApiHost.StartAsync(("Orders:MaxOpenPerCustomer", "2"));
        var service = await api.Store.ServiceAsync(numbers: 30);
        var key = await api.KeyAsync(await api.Store.CustomerAsync("100.00"));
        var bought = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => api.PostAsync($"services/{service.Id}/buy", key)));
        Assert.Equal(2, bought.Count(reply => (int)reply.Status == 200));
        Assert.All(
            bought.Where(reply => (int)reply.Status != 200),
            refused => EnvelopeAssert.Failed(refused, 409, "There are 2 open transactions already, which is the most")
        );
        Assert.Equal("97.60", (await api.GetAsync("balance", key)).Data.GetProperty("balance").GetString());
        Assert.Equal("CHANNELS_LIMIT", (await api.GetAsync($"/stubs/handler_api.php?api_key={key}&action=getNumber&service=tg")).Body);
        Assert.Empty(await api.Store.DifferencesAsync());
    }

    [Fact]
    public async Task The_ledger_lists_each_charge_with_its_refund()
    {
        await using var api = await ApiHost.StartAsync();
        var service = await api.Store.ServiceAsync(numbers: 3);
        var ann = await api.Store.CustomerAsync("10.00");
        var key = await api.KeyAsync(ann);
        var id = await BuyAsync(api, key, service);
        await api.PostAsync($"transactions/{id}/cancel", key);
        await api
            .Store.Get<MoveMoneyHandler>()
            .HandleAsync(
                new MoveMoney(ann.Id, Direction.Debit, new Money(120), TestStore.Operator, "Ошибка 👋", "ref"),
                CancellationToken.None
            );

        var items = EnvelopeAssert.Ok(await api.GetAsync("ledger", key)).GetProperty("items");
        var (refund, charge) = (items[1].GetProperty("id").GetString(), items[2].GetProperty("id").GetString());

        Assert.Equal(
            $$"""{"id":"{{charge}}","type":"charge","amount":"-1.20","transaction_id":"{{id}}","service":"USA Telegram","refunds":null,"refunded_by":"{{refund}}","note":null,"at":"2026-11-22T10:00:00Z"}""",
            items[2].GetRawText()
        );
        Assert.Equal(
            $$"""{"id":"{{refund}}","type":"refund","amount":"1.20","transaction_id":"{{id}}","service":"USA Telegram","refunds":"{{charge}}","refunded_by":null,"note":null,"at":"2026-11-22T10:00:00Z"}""",
            items[1].GetRawText()
        );
        Assert.Equal(
            [
                ("adjustment", "-1.20", "Ошибка 👋"),
                ("refund", "1.20", null),
                ("charge", "-1.20", null),
                ("deposit", "10.00", (string?)"test"),
            ],
            items.EnumerateArray().Select(item => (Text(item, "type")!, Text(item, "amount")!, Text(item, "note")))
        );
    }

    [Fact]
    public async Task The_ledger_has_pages_and_times_and_is_ones_own()
    {
        await using var api = await ApiHost.StartAsync();
        var service = await api.Store.ServiceAsync(numbers: 9);
        var (ann, bob) = (await api.Store.CustomerAsync("10.00"), await api.Store.CustomerAsync("20.00"));
        var (hers, his) = (await api.KeyAsync(ann), await api.KeyAsync(bob));
        api.Store.Time.Advance(TimeSpan.FromMinutes(5));
        for (var i = 0; i < 3; i++)
        {
            await BuyAsync(api, hers, service);
            await BuyAsync(api, his, service);
        }

        var first = EnvelopeAssert.Ok(await api.GetAsync("ledger?limit=3", hers));
        var next = Text(first, "next");
        var second = EnvelopeAssert.Ok(await api.GetAsync($"ledger?limit=3&cursor={next}", hers));

        Assert.Equal(
            ["-1.20", "-1.20", "-1.20", "10.00"],
            first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(m => Text(m, "amount"))
        );
        Assert.Null(Text(second, "next"));
        Assert.Equal(
            3,
            EnvelopeAssert.Ok(await api.GetAsync("ledger?since=2026-11-22T10:05:00Z", hers)).GetProperty("items").GetArrayLength()
        );
        Assert.Equal(
            1,
            EnvelopeAssert.Ok(await api.GetAsync("ledger?until=2026-11-22T10:05:00Z", hers)).GetProperty("items").GetArrayLength()
        );
        EnvelopeAssert.Failed(await api.GetAsync($"ledger?cursor={next}", his), 400, "cursor must be the next of a page of this list");
        EnvelopeAssert.Failed(await api.GetAsync("ledger?cursor=mv_-1", his), 400, "cursor must be the next of a page of this list");
    }

    private static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();
}
