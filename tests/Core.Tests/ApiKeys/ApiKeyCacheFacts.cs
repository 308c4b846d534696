using XthonBot.Core.Modules.ApiKeys;

namespace XthonBot.Core.Tests.ApiKeys;

public sealed class ApiKeyCacheFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_was_used_opens_again_without_the_database()
    {
        await using var store = await TestStore.StartAsync();
        var (ann, key, _) = await IssueAsync(store);
        Assert.Equal(ann.Id, await OpenAsync(store, key));

        await store.SqlAsync("update api_keys set revoked_at = '2026-11-22 10:00:00'");

        Assert.Equal(ann.Id, await OpenAsync(store, key));
    }

    [Fact]
    public async Task What_another_process_revokes_is_seen_within_five_seconds()
    {
        await using var store = await TestStore.StartAsync();
        var (_, key, id) = await IssueAsync(store);
        await OpenAsync(store, key);
        var other = TestStore.Open(store.Database);
        Assert.True((await other.Get<RevokeApiKeyHandler>().HandleAsync((await FirstCustomerAsync(store)).Id, id, Ct)).IsOk);
        await other.CloseAsync();

        store.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(await OpenAsync(store, key));
    }

    [Fact]
    public async Task What_this_process_revokes_or_bans_is_seen_at_once()
    {
        await using var store = await TestStore.StartAsync();
        var (ann, key, id) = await IssueAsync(store);
        await OpenAsync(store, key);
        await store.Get<ChangeCustomerHandler>().HandleAsync(ann.Id, new CustomerChange.Ban(null, TestStore.Operator), Ct);
        Assert.Null(await OpenAsync(store, key));
        await store.Get<ChangeCustomerHandler>().HandleAsync(ann.Id, new CustomerChange.Unban(TestStore.Operator), Ct);
        Assert.Equal(ann.Id, await OpenAsync(store, key));

        await store.Get<RevokeApiKeyHandler>().HandleAsync(ann.Id, id, Ct);

        Assert.Null(await OpenAsync(store, key));
    }

    [Fact]
    public void What_was_looked_up_before_a_revocation_is_not_kept_after_it()
    {
        var cache = new ApiKeyCache(TimeProvider.System);
        var ticket = cache.Ticket();

        cache.Forget();
        cache.Keep("public", new KnownKey(new ApiKeyId(1), new CustomerId(1)) { Digest = [] }, ticket);

        Assert.False(cache.TryFind("public", out _));
    }

    [Fact]
    public async Task A_wrong_secret_of_a_known_key_opens_nothing()
    {
        await using var store = await TestStore.StartAsync();
        var (_, key, _) = await IssueAsync(store);
        await OpenAsync(store, key);

        Assert.Null(await OpenAsync(store, key[..^1] + (key[^1] == 'a' ? 'b' : 'a')));
    }

    private static async Task<(CustomerProfile Ann, string Key, ApiKeyId Id)> IssueAsync(TestStore store)
    {
        var ann = await store.CustomerAsync();
        var issued = (await store.Get<IssueApiKeyHandler>().HandleAsync(new IssueApiKey(ann.Id, "r"), Ct)).Value;
        return (ann, issued.Key, (await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct)).Single().Id);
    }

    private static Task<CustomerProfile> FirstCustomerAsync(TestStore store) =>
        store.Get<FindCustomerHandler>().HandleAsync(new CustomerId(1), Ct);

    private static async Task<CustomerId?> OpenAsync(TestStore store, string key) =>
        (await store.Get<AuthenticateApiKeyHandler>().HandleAsync(key, Ct))?.Customer;
}
