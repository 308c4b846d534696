using System.Net;
using XthonBot.Core.Modules.ApiKeys;

namespace XthonBot.Core.Tests.ApiKeys;

/// <summary>What a key may do, and how that is changed.</summary>
public sealed class KeyRightFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_key_may_do_everything_from_everywhere()
    {
        await using var store = await TestStore.StartAsync();
        var (_, key, _) = await IssueAsync(store);

        var known = await OpenAsync(store, key);

        Assert.Equal((false, null, false), (known!.IsReadOnly, known.Limit, known.IsTest));
        Assert.True(known.MayComeFrom(IPAddress.Loopback));
        Assert.True(known.MayComeFrom(null));
    }

    [Fact]
    public async Task A_change_is_seen_at_once_though_the_key_was_used_a_moment_ago()
    {
        await using var store = await TestStore.StartAsync();
        var (ann, key, id) = await IssueAsync(store);
        await OpenAsync(store, key);

        await ChangeAsync(store, ann, id, new KeyChange.SetReadOnly(true));
        await ChangeAsync(store, ann, id, new KeyChange.LimitSpending(new Money(500)));
        await ChangeAsync(store, ann, id, new KeyChange.AllowFrom(AllowedNetworks.Parse("203.0.113.7").Value));
        await ChangeAsync(store, ann, id, new KeyChange.Rename("night shift"));

        var known = await OpenAsync(store, key);
        Assert.Equal((true, new SpendingLimit(id, new Money(500))), (known!.IsReadOnly, known.Limit));
        Assert.False(known.MayComeFrom(IPAddress.Loopback));
        Assert.False(known.MayComeFrom(null));
        Assert.True(known.MayComeFrom(IPAddress.Parse("203.0.113.7")));
        var view = Assert.Single(await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct));
        Assert.Equal(("night shift", true, "203.0.113.7", new Money(500)), (view.Name, view.IsReadOnly, view.Networks, view.DailyLimit));

        await ChangeAsync(store, ann, id, new KeyChange.Rename(null));
        await ChangeAsync(store, ann, id, new KeyChange.AllowFrom(null));
        await ChangeAsync(store, ann, id, new KeyChange.LimitSpending(null));
        view = Assert.Single(await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct));
        Assert.Equal((null, null, null), (view.Name, view.Networks, view.DailyLimit));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    [InlineData("12345678901234567890123456789012345678901")]
    public async Task What_is_no_name_is_refused(string name)
    {
        await using var store = await TestStore.StartAsync();
        var (ann, _, id) = await IssueAsync(store);

        Assert.Equal(
            new Error.Invalid("name", "key-name"),
            (await store.Get<ChangeApiKeyHandler>().HandleAsync(ann.Id, id, new KeyChange.Rename(name), Ct)).Error
        );
    }

    [Fact]
    public async Task Nobody_else_changes_a_key_and_a_revoked_one_stays_as_it_was()
    {
        await using var store = await TestStore.StartAsync();
        var (ann, _, id) = await IssueAsync(store);
        var boris = await store.CustomerAsync();
        var change = store.Get<ChangeApiKeyHandler>();

        Assert.Equal(new Error.NotFound("key"), (await change.HandleAsync(boris.Id, id, new KeyChange.SetReadOnly(true), Ct)).Error);
        await store.Get<RevokeApiKeyHandler>().HandleAsync(ann.Id, id, Ct);
        Assert.Equal(new Error.NotFound("key"), (await change.HandleAsync(ann.Id, id, new KeyChange.SetReadOnly(true), Ct)).Error);

        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as \"Value\" from api_keys where is_read_only"));
    }

    [Fact]
    public async Task A_test_key_says_so_in_its_text_and_its_text_cannot_be_changed()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        var key = (await store.Get<IssueApiKeyHandler>().HandleAsync(new IssueApiKey(ann.Id, "t", IsTest: true), Ct)).Value.Key;

        Assert.Matches("^xk_test_[A-Za-z0-9]{10}_[A-Za-z0-9]{43}$", key);
        Assert.True((await OpenAsync(store, key))!.IsTest);
        Assert.Null(await OpenAsync(store, key.Replace("xk_test_", "xk_", StringComparison.Ordinal)));
        Assert.Equal(key[..18], Assert.Single(await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct)).PublicText);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("10.0.0.0/8, 203.0.113.0/24", "203.0.113.255", true)]
    [InlineData("10.0.0.0/8;203.0.113.0/24", "203.0.114.0", false)]
    [InlineData("2001:db8::/48", "2001:db8:0:ffff::1", true)]
    [InlineData("2001:DB8::7", "2001:db8::7", true)]
    [InlineData("2001:db8::/48", "203.0.113.7", false)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("0.0.0.0/0 ::/0", "2001:db8::1", true)]
    public void An_address_is_in_a_list_or_not(string list, string address, bool isIn)
    {
        var networks = AllowedNetworks.Parse(list).Value;

        Assert.Equal(isIn, networks.Contain(IPAddress.Parse(address)));
        Assert.Equal(networks.ToString(), AllowedNetworks.Parse(networks.ToString()).Value.ToString());
    }

    [Theory]
    [InlineData("", "address-count")]
    [InlineData(" , ", "address-count")]
    [InlineData("10.1", "address-format")]
    [InlineData("1", "address-format")]
    [InlineData("010.0.0.1", "address-format")]
    [InlineData("10.0.0.5/24", "address-format")]
    [InlineData("10.0.0.0/33", "address-format")]
    [InlineData("fe80::1%eth0", "address-format")]
    [InlineData("::ffff:10.0.0.1", "address-format")]
    [InlineData("example.org", "address-format")]
    [InlineData("10.0.0.1,10.0.0.2-10.0.0.9", "address-format")]
    public void What_is_no_list_of_addresses_is_refused(string list, string reason) =>
        Assert.Equal(new Error.Invalid("addresses", reason), AllowedNetworks.Parse(list).Error);

    [Fact]
    public void A_list_has_at_most_twenty_addresses()
    {
        Assert.True(AllowedNetworks.Parse(string.Join(',', Enumerable.Range(1, 20).Select(i => $"10.0.0.{i}"))).IsOk);
        Assert.False(AllowedNetworks.Parse(string.Join(',', Enumerable.Range(1, 21).Select(i => $"10.0.0.{i}"))).IsOk);
    }

    private static async Task ChangeAsync(TestStore store, CustomerProfile who, ApiKeyId key, KeyChange change) =>
        Assert.True((await store.Get<ChangeApiKeyHandler>().HandleAsync(who.Id, key, change, Ct)).IsOk);

    private static Task<KnownKey?> OpenAsync(TestStore store, string key) =>
        store.Get<AuthenticateApiKeyHandler>().HandleAsync(key, Ct).AsTask();

    private static async Task<(CustomerProfile Ann, string Key, ApiKeyId Id)> IssueAsync(TestStore store)
    {
        var ann = await store.CustomerAsync();
        var issued = (await store.Get<IssueApiKeyHandler>().HandleAsync(new IssueApiKey(ann.Id, "r"), Ct)).Value;
        return (ann, issued.Key, (await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct)).Single().Id);
    }
}
