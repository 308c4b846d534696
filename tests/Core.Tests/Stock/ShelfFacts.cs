using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Stock;

public sealed class ShelfFacts
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan CoolDown = TimeSpan.FromMinutes(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_number_that_waits_longest_is_sold_first()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync();
        var ann = await store.CustomerAsync("9.00");
        await store.StockAsync("tg", ["+15550000002", "+15550000001"]);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await store.StockAsync("tg", ["+15550000000"]);

        var sold = new List<string>();
        for (var i = 0; i < 3; i++)
            sold.Add((await store.BuyAsync(ann, service)).Value.Phone!);

        Assert.Equal(["+15550000002", "+15550000001", "+15550000000"], sold);
    }

    [Fact]
    public async Task Withdrawing_many_never_takes_a_held_number()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 5);
        var ann = await store.CustomerAsync("9.00");
        var order = (await store.BuyAsync(ann, service)).Value;

        Assert.Equal(2, (await WithdrawAsync(store, null, 2)).Value);
        Assert.Equal(2, (await WithdrawAsync(store, null, 100)).Value);
        Assert.Equal(0, (await WithdrawAsync(store, null, 1)).Value);

        Assert.Equal("1:1 4:4", await StatusesAsync(store));
        Assert.Equal(Core.Modules.Messages.Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 54321"));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Withdrawing_by_number_takes_a_free_cooling_or_withheld_one_but_no_held_one()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 3);
        await store.ServiceAsync("wa");
        var ann = await store.CustomerAsync("9.00");
        var held = (await store.BuyAsync(ann, service)).Value;
        var cooling = (await store.BuyAsync(ann, service)).Value;
        await store.CancelAsync(cooling);
        var free = await store.ScalarAsync<string>($"select phone as value from numbers where status = {(int)NumberStatus.Free}");

        Assert.Equal(new Error.NotFound("free number"), (await WithdrawAsync(store, held.Phone, 1)).Error);
        Assert.Equal(new Error.NotFound("free number"), (await WithdrawAsync(store, free, 1, "wa")).Error);
        Assert.Equal(new Error.NotFound("service"), (await WithdrawAsync(store, free, 1, "none")).Error);
        Assert.Equal(1, (await WithdrawAsync(store, cooling.Phone, 1)).Value);
        Assert.Equal(1, (await WithdrawAsync(store, free, 1)).Value);
        Assert.Equal(new Error.NotFound("free number"), (await WithdrawAsync(store, free, 1)).Error);

        store.Time.Advance(CoolDown);
        Assert.Equal(0, await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct));
        Assert.Equal("1:1 4:2", await StatusesAsync(store));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Bug_A_negative_count_withdrew_the_whole_shelf(int count)
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync(numbers: 3);

        Assert.Equal("count", Assert.IsType<Error.Invalid>((await WithdrawAsync(store, null, count)).Error).Field);
        Assert.Equal("0:3", await StatusesAsync(store));
    }

    [Fact]
    public async Task Withdrawing_and_buying_at_once_never_meet_on_one_number()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 20, price: "0.10");
        var ann = await store.CustomerAsync("9.00");

        var buying = Task.WhenAll(Enumerable.Range(0, 15).Select(_ => store.BuyAsync(ann, service)));
        var withdrawing = Task.WhenAll(Enumerable.Range(0, 15).Select(_ => WithdrawAsync(store, null, 1)));
        var (bought, withdrawn) = ((await buying).Count(r => r.IsOk), (await withdrawing).Sum(r => r.Value));

        Assert.Equal(20, bought + withdrawn);
        Assert.Equal($"1:{bought} 4:{withdrawn}", await StatusesAsync(store));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_canceled_number_rests_and_then_goes_to_the_end_of_the_line()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 2);
        var ann = await store.CustomerAsync("9.00");
        var first = (await store.BuyAsync(ann, service)).Value;
        await store.CancelAsync(first);

        store.Time.Advance(CoolDown - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct));
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct));
        Assert.Equal(0, await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct));

        Assert.NotEqual(first.Phone, (await store.BuyAsync(ann, service)).Value.Phone);
        Assert.Equal(first.Phone, (await store.BuyAsync(ann, service)).Value.Phone);
    }

    [Fact]
    public async Task A_sold_number_can_be_stocked_again_and_rests_first_if_it_was_sold_just_now()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("9.00");
        var order = (await store.BuyAsync(ann, service)).Value;
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        Assert.Equal(1, (await store.StockAsync("tg", [order.Phone!])).Total.Duplicates);
        store.Time.Advance(Lifetime);
        await store.ExpireAsync();

        store.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, (await store.StockAsync("tg", [order.Phone!])).Total.Added);
        Assert.IsType<Error.OutOfStock>((await store.BuyAsync(ann, service)).Error);
        store.Time.Advance(CoolDown);
        await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct);
        var next = (await store.BuyAsync(ann, service)).Value;

        Assert.Equal(order.Phone, next.Phone);
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_number_that_was_sold_long_ago_is_on_the_shelf_at_once()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("9.00");
        var order = (await store.BuyAsync(ann, service)).Value;
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        store.Time.Advance(Lifetime);
        await store.ExpireAsync();

        store.Time.Advance(CoolDown);
        await store.StockAsync("tg", [order.Phone!]);

        Assert.True((await store.BuyAsync(ann, service)).IsOk);
    }

    [Fact]
    public async Task A_number_that_expires_three_times_in_a_row_is_withheld_and_the_operators_are_told()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("9.00");
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await store.BuyAsync(ann, service)).IsOk);
            store.Time.Advance(Lifetime);
            Assert.Equal(1, await store.ExpireAsync());
            store.Time.Advance(CoolDown);
            Assert.Equal(i < 2 ? 1 : 0, await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct));
        }

        await store.DeliverAsync();
        Assert.Equal("5:1", await StatusesAsync(store));
        Assert.IsType<Error.OutOfStock>((await store.BuyAsync(ann, service)).Error);
        var told = Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.NumberWithheld);
        Assert.Null(told.TelegramId);
        Assert.Equal("9.00", $"{await store.BalanceAsync(ann.Id)}");
        // The operator looks at it, takes it off and stocks it again: it begins anew.
        var phone = told.Order!.Phone!;
        Assert.Equal(1, (await store.StockAsync("tg", [phone])).Total.Duplicates);
        Assert.Equal(1, (await WithdrawAsync(store, phone, 1)).Value);
        Assert.Equal(1, (await store.StockAsync("tg", [phone])).Total.Added);
        Assert.Equal("2:1 4:1", await StatusesAsync(store));
    }

    [Fact]
    public async Task A_code_ends_the_row_of_expiries()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("9.00");
        for (var i = 0; i < 2; i++)
        {
            await store.BuyAsync(ann, service);
            store.Time.Advance(Lifetime);
            await store.ExpireAsync();
            store.Time.Advance(CoolDown);
            await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct);
        }

        var order = (await store.BuyAsync(ann, service)).Value;
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        store.Time.Advance(Lifetime);
        await store.ExpireAsync();

        Assert.Equal("3:1", await StatusesAsync(store));
        Assert.Equal(0, await store.ScalarAsync<int>("select expired_in_a_row as value from numbers"));
    }

    private static Task<Result<int>> WithdrawAsync(TestStore store, string? phone, int count, string code = "tg") =>
        store
            .Get<WithdrawNumbersHandler>()
            .HandleAsync(new WithdrawNumbers(code, phone is null ? null : PhoneNumber.Parse(phone).Value, count, TestStore.Operator), Ct);

    private static async Task<string> StatusesAsync(TestStore store)
    {
        var groups = await store
            .Get<Store>()
            .ReadAsync(
                (db, token) =>
                    db
                        .Numbers.GroupBy(n => n.Status)
                        .OrderBy(g => g.Key)
                        .Select(g => new { Status = g.Key, Count = g.Count() })
                        .ToListAsync(token),
                Ct
            );
        return string.Join(' ', groups.Select(g => $"{(int)g.Status}:{g.Count}"));
    }
}
