using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Reactions.Audit;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Catalog;

public sealed class CatalogFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_edit_is_done_and_audited_with_its_before_and_after()
    {
        await using var store = await TestStore.StartAsync();

        var added = (await EditAsync(store, "tg", new CatalogEdit.Add(new Money(120), " USA Telegram "))).Value;
        Assert.Equal(
            ("tg", "USA Telegram", new Money(120), 0, false),
            (added.Code, added.Name, added.ListPrice, added.Stock, added.IsPaused)
        );
        Assert.Equal(new Money(150), (await EditAsync(store, "tg", new CatalogEdit.SetPrice(new Money(150)))).Value.ListPrice);
        Assert.Equal("Telegram", (await EditAsync(store, "tg", new CatalogEdit.Rename("Telegram"))).Value.Name);
        Assert.True((await EditAsync(store, "tg", new CatalogEdit.Pause())).Value.IsPaused);
        Assert.Equal(
            added with
            {
                Name = "Telegram",
                ListPrice = new Money(150),
                Price = new Money(150),
            },
            (await EditAsync(store, "tg", new CatalogEdit.Resume())).Value
        );

        var audit = await store.Get<Store>().ReadAsync((db, token) => db.AuditLog.OrderBy(e => e.Id).ToListAsync(token), Ct);
        Assert.Equal(
            [
                "service.add:  -> USA Telegram, 1.20",
                "service.setprice: USA Telegram, 1.20 -> USA Telegram, 1.50",
                "service.rename: USA Telegram, 1.50 -> Telegram, 1.50",
                "service.pause: Telegram, 1.50 -> Telegram, 1.50, paused",
                "service.resume: Telegram, 1.50, paused -> Telegram, 1.50",
            ],
            audit.Select(e => $"{e.Action}: {e.Before} -> {e.After}")
        );
        Assert.All(audit, e => Assert.Equal(("operator:1003", "service:tg", store.Now), (e.Actor, e.Subject, e.At)));
    }

    [Theory]
    [InlineData("", "code")]
    [InlineData("TG", "code")]
    [InlineData("t g", "code")]
    [InlineData("тг", "code")]
    [InlineData("a2345678901234567", "code")]
    public async Task A_code_is_short_lower_case_and_plain(string code, string field)
    {
        await using var store = await TestStore.StartAsync();

        var refused = await EditAsync(store, code, new CatalogEdit.Add(new Money(120), "Name"));

        Assert.Equal(field, Assert.IsType<Error.Invalid>(refused.Error).Field);
    }

    [Fact]
    public async Task A_name_and_a_price_have_their_bounds()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync();

        foreach (var name in new[] { "", "  ", new string('x', 65) })
        {
            Assert.Equal(
                "name",
                Assert.IsType<Error.Invalid>((await EditAsync(store, "wa", new CatalogEdit.Add(new Money(1), name))).Error).Field
            );
            Assert.Equal("name", Assert.IsType<Error.Invalid>((await EditAsync(store, "tg", new CatalogEdit.Rename(name))).Error).Field);
        }

        foreach (var price in new[] { Money.Zero, new Money(-1) })
        {
            Assert.Equal(
                "price",
                Assert.IsType<Error.Invalid>((await EditAsync(store, "wa", new CatalogEdit.Add(price, "Name"))).Error).Field
            );
            Assert.Equal(
                "price",
                Assert.IsType<Error.Invalid>((await EditAsync(store, "tg", new CatalogEdit.SetPrice(price))).Error).Field
            );
        }

        Assert.True((await EditAsync(store, "a234567890123456", new CatalogEdit.Add(new Money(1), new string('x', 64)))).IsOk);
    }

    [Fact]
    public async Task A_code_is_taken_once_also_by_ten_at_once()
    {
        await using var store = await TestStore.StartAsync();

        var results = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => EditAsync(store, "tg", new CatalogEdit.Add(new Money(120), $"Name {i}")))
        );

        Assert.Single(results, r => r.IsOk);
        Assert.All(results.Where(r => !r.IsOk), r => Assert.Equal(new Error.AlreadyExists("tg"), r.Error));
        Assert.Equal(1, await store.ScalarAsync<int>("select count(*) as value from audit_log"));
    }

    [Fact]
    public async Task An_edit_of_nothing_is_not_found()
    {
        await using var store = await TestStore.StartAsync();

        Assert.Equal(new Error.NotFound("service"), (await EditAsync(store, "tg", new CatalogEdit.Pause())).Error);
    }

    [Fact]
    public async Task A_paused_service_is_hidden_and_cannot_be_bought()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        var list = store.Get<ListServicesHandler>();

        await EditAsync(store, "tg", new CatalogEdit.Pause());
        Assert.Empty(await list.HandleAsync(ann.Id, Ct));
        Assert.Equal(new Error.NotFound("service"), (await list.FindAsync(ann.Id, service.Id, Ct)).Error);
        Assert.Equal(new Error.NotFound("service"), (await store.BuyAsync(ann, service)).Error);
        Assert.True(Assert.Single(await list.AllAsync(Ct)).IsPaused);

        await EditAsync(store, "tg", new CatalogEdit.Resume());
        Assert.Single(await list.HandleAsync(ann.Id, Ct));
        Assert.True((await store.BuyAsync(ann, service)).IsOk);
    }

    [Fact]
    public async Task Each_customer_sees_their_own_price_and_the_free_numbers_by_name()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync("wa", "0.99", numbers: 2, name: "WhatsApp");
        var telegram = await store.ServiceAsync("tg", "1.25", numbers: 3, name: "Telegram");
        var ann = await store.CustomerAsync("5.00", bonus: 10);
        var order = (await store.BuyAsync(ann, telegram)).Value;

        var seen = await store.Get<ListServicesHandler>().HandleAsync(ann.Id, Ct);

        Assert.Equal(
            [("Telegram", "1.25", "1.13", 2), ("WhatsApp", "0.99", "0.89", 2)],
            seen.Select(s => (s.Name, $"{s.ListPrice}", $"{s.Price}", s.Stock))
        );
        Assert.Equal(seen[0], (await store.Get<ListServicesHandler>().FindAsync(ann.Id, telegram.Id, Ct)).Value);
        Assert.Equal(seen[0].Price, order.Price);
    }

    private static async Task<Result<ServiceView>> EditAsync(TestStore store, string code, CatalogEdit edit) =>
        (await store.Get<EditCatalogHandler>().HandleAsync(code, edit, TestStore.Operator, Ct)).TryGet(out var id, out var error)
            ? (await store.Get<ListServicesHandler>().AllAsync(Ct)).Single(s => s.Id == id)
            : error;
}
