using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Reactions.Audit;

namespace XthonBot.Core.Tests.Customers;

public sealed class CustomerFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_met_twice_is_one_customer()
    {
        await using var store = await TestStore.StartAsync();

        var first = await MeetAsync(store, 7, "Ann_S", "Ann", "ru");
        var again = await MeetAsync(store, 7, "Ann_S", "Ann", "en");

        Assert.Equal(first, again);
        Assert.Equal(
            ("ann_s", "Ann", "ru", Money.Zero, 0),
            (first.Username, first.Name, first.Language, first.Balance, first.BonusPercent)
        );
        Assert.Equal(store.Now, first.CreatedAt);
    }

    [Fact]
    public async Task Twenty_meetings_at_once_make_one_customer_with_one_balance()
    {
        await using var store = await TestStore.StartAsync();

        var met = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => MeetAsync(store, 7, "ann", "Ann")));

        Assert.Single(met.Distinct());
        Assert.Equal(
            (1, 1),
            (
                await store.ScalarAsync<int>("select count(*) as value from customers"),
                await store.ScalarAsync<int>("select count(*) as value from balances")
            )
        );
    }

    [Fact]
    public async Task A_new_name_is_taken_over_and_the_rest_stays()
    {
        await using var store = await TestStore.StartAsync();
        var before = await store.CustomerAsync("5.00", bonus: 10);

        var after = await MeetAsync(store, before.TelegramId, null, "Anna", "ru");

        Assert.Equal(before with { Username = null, Name = "Anna" }, after);
    }

    [Fact]
    public async Task Bug_A_long_name_was_cut_within_an_emoji_and_so_never_known_again()
    {
        await using var store = await TestStore.StartAsync();
        var name = "a" + string.Concat(Enumerable.Repeat("😀", 100));

        var met = await MeetAsync(store, 7, "ann", name);
        var again = await MeetAsync(store, 7, "ann", name);

        Assert.Equal("a" + string.Concat(Enumerable.Repeat("😀", 63)), met.Name);
        Assert.Equal(met, again);
    }

    [Fact]
    public async Task Terms_and_language_are_theirs_to_choose_and_not_audited()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();

        await ChangeAsync(store, ann, new CustomerChange.AcceptTerms("2026-11-22"));
        var after = (await ChangeAsync(store, ann, new CustomerChange.ChooseLanguage("ru"))).Value;

        Assert.Equal(ann with { TermsVersion = "2026-11-22", Language = "ru" }, after);
        Assert.Empty(await AuditAsync(store));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(90, true)]
    [InlineData(-1, false)]
    [InlineData(91, false)]
    [InlineData(int.MaxValue, false)]
    public async Task A_bonus_is_from_0_to_90(int percent, bool ok)
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();

        var changed = await ChangeAsync(store, ann, new CustomerChange.SetBonus(percent, TestStore.Operator));

        Assert.Equal(ok, changed.IsOk);
        Assert.Equal(ok ? percent : 0, (await store.Get<FindCustomerHandler>().HandleAsync(ann.Id, Ct)).BonusPercent);
        Assert.Equal(ok ? [$"bonus 0 {percent}"] : [], (await AuditAsync(store)).Select(e => $"{e.Action} {e.Before} {e.After}"));
    }

    [Fact]
    public async Task A_banned_customer_cannot_buy_until_the_ban_is_lifted()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");

        var banned = (await ChangeAsync(store, ann, new CustomerChange.Ban("spam", TestStore.Operator))).Value;
        Assert.Equal((true, "spam"), (banned.IsBanned, banned.BanReason));
        Assert.Equal(new Error.Banned("spam"), (await store.BuyAsync(ann, service)).Error);
        Assert.Equal("5.00", $"{await store.BalanceAsync(ann.Id)}");

        var free = (await ChangeAsync(store, ann, new CustomerChange.Unban(TestStore.Operator))).Value;
        Assert.Equal(ann, free);
        Assert.True((await store.BuyAsync(ann, service)).IsOk);
        Assert.Equal(
            ["ban free banned spam", "unban banned free "],
            (await AuditAsync(store))
                .Where(e => e.Subject == $"customer:{ann.Id.Value}" && e.Action.EndsWith("ban", StringComparison.Ordinal))
                .Select(e => $"{e.Action} {e.Before} {e.After} {e.Reason}")
        );
    }

    [Fact]
    public async Task Who_blocked_the_bot_is_noted_and_is_back_when_they_write_again()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();

        Assert.Equal(1, await store.Get<MarkBlockedHandler>().HandleAsync(ann.TelegramId, Ct));
        Assert.Equal(0, await store.Get<MarkBlockedHandler>().HandleAsync(ann.TelegramId, Ct));
        Assert.Equal(0, await store.Get<MarkBlockedHandler>().HandleAsync(404, Ct));
        Assert.True((await store.Get<FindCustomerHandler>().HandleAsync(ann.Id, Ct)).HasBlockedBot);

        Assert.False((await MeetAsync(store, ann.TelegramId, ann.Username, ann.Name)).HasBlockedBot);
    }

    [Fact]
    public async Task An_operator_finds_a_customer_by_id_and_by_name()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await MeetAsync(store, 7, "Ann", "Ann");
        await MeetAsync(store, 8, "7", "Seven");
        await MeetAsync(store, 9, null, "Nameless");

        foreach (var reference in new[] { "7", " 7 ", "@ann", "ann", "@ANN" })
            Assert.Equal(ann, (await store.Get<FindCustomerHandler>().HandleAsync(reference, Ct)).Value);
        foreach (var reference in new[] { "404", "@bob", "", "@", "-7", "+7", "99999999999999999999" })
            Assert.Equal(new Error.NotFound("customer"), (await store.Get<FindCustomerHandler>().HandleAsync(reference, Ct)).Error);
    }

    [Fact]
    public async Task A_name_that_two_have_used_asks_for_the_id()
    {
        await using var store = await TestStore.StartAsync();
        await MeetAsync(store, 7, "ann", "Old Ann");
        await MeetAsync(store, 8, "ann", "New Ann");

        Assert.Equal(
            "customer",
            Assert.IsType<Error.Invalid>((await store.Get<FindCustomerHandler>().HandleAsync("@ann", Ct)).Error).Field
        );
        Assert.Equal("New Ann", (await store.Get<FindCustomerHandler>().HandleAsync("8", Ct)).Value.Name);
    }

    [Fact]
    public async Task A_change_to_nobody_is_not_found()
    {
        await using var store = await TestStore.StartAsync();

        var changed = await store
            .Get<ChangeCustomerHandler>()
            .HandleAsync(new CustomerId(404), new CustomerChange.Ban(null, TestStore.Operator), Ct);

        Assert.Equal(new Error.NotFound("customer"), changed.Error);
        Assert.Empty(await AuditAsync(store));
    }

    private static Task<CustomerProfile> MeetAsync(TestStore store, long id, string? username, string name, string language = "en") =>
        store.Get<MeetCustomerHandler>().HandleAsync(new MeetCustomer(id, username, name, language), Ct);

    private static Task<Result<CustomerProfile>> ChangeAsync(TestStore store, CustomerProfile who, CustomerChange change) =>
        store.Get<ChangeCustomerHandler>().HandleAsync(who.Id, change, Ct);

    private static Task<List<Core.Reactions.Audit.AuditEntry>> AuditAsync(TestStore store) =>
        store.Get<Store>().ReadAsync((db, token) => db.AuditLog.Where(e => e.Action != "credit").OrderBy(e => e.Id).ToListAsync(token), Ct);
}
