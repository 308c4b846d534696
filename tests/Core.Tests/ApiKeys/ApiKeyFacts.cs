using System.Text;
using XthonBot.Core.Modules.ApiKeys;

namespace XthonBot.Core.Tests.ApiKeys;

public sealed class ApiKeyFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_has_ten_public_and_43_secret_characters_and_opens_for_its_owner()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();

        var issued = (await IssueAsync(store, ann)).Value;

        Assert.Matches("^xk_[A-Za-z0-9]{10}_[A-Za-z0-9]{43}$", issued.Key);
        Assert.Equal(issued.Key[3..13], issued.PublicPart);
        Assert.Equal(ann.Id, await OpenAsync(store, issued.Key));
    }

    [Fact]
    public async Task The_secret_is_nowhere_in_the_database()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        var issued = (await IssueAsync(store, ann)).Value;
        Assert.Equal(ann.Id, await OpenAsync(store, issued.Key));
        await store.Get<WriteKeyUsageHandler>().HandleAsync(Ct);
        var secret = Encoding.UTF8.GetBytes(issued.Key[14..]);

        var content = await store.Database.ReadEverythingAsync();

        Assert.Equal(-1, content.AsSpan().IndexOf(secret));
        Assert.True(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(issued.PublicPart)) >= 0, "The search looks at the wrong place.");
    }

    [Fact]
    public async Task A_wrong_key_opens_nothing()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        var key = (await IssueAsync(store, ann)).Value.Key;
        var last = key[^1] == 'a' ? 'b' : 'a';

        string?[] wrong =
        [
            null,
            "",
            "xk_",
            key[..^1],
            key + "a",
            key[..^1] + last,
            key.Replace("xk_", "XK_", StringComparison.Ordinal),
            " " + key,
            key + " ",
            key[..13] + "-" + key[14..],
            "xk_" + new string('A', 10) + "_" + key[14..],
            key[..14] + new string('A', 43),
            new string('x', 57),
            "xk_" + new string('é', 54),
        ];
        foreach (var text in wrong)
            Assert.Null(await OpenAsync(store, text));
        Assert.Equal(ann.Id, await OpenAsync(store, key));
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_and_revoking_it_again_changes_nothing()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        var boris = await store.CustomerAsync();
        var key = (await IssueAsync(store, ann)).Value.Key;
        var view = Assert.Single(await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct));
        var revoke = store.Get<RevokeApiKeyHandler>();

        Assert.Equal(new Error.NotFound("key"), (await revoke.HandleAsync(boris.Id, view.Id, Ct)).Error);
        Assert.Equal(ann.Id, await OpenAsync(store, key));
        Assert.True((await revoke.HandleAsync(ann.Id, view.Id, Ct)).IsOk);
        Assert.True((await revoke.HandleAsync(ann.Id, view.Id, Ct)).IsOk);
        Assert.Equal(new Error.NotFound("key"), (await revoke.HandleAsync(ann.Id, new ApiKeyId(404), Ct)).Error);

        Assert.Null(await OpenAsync(store, key));
        Assert.Empty(await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct));
    }

    [Fact]
    public async Task The_keys_of_a_banned_customer_rest_until_the_ban_is_lifted()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        var key = (await IssueAsync(store, ann)).Value.Key;

        await store.Get<ChangeCustomerHandler>().HandleAsync(ann.Id, new CustomerChange.Ban(null, TestStore.Operator), Ct);
        Assert.Null(await OpenAsync(store, key));
        await store.Get<ChangeCustomerHandler>().HandleAsync(ann.Id, new CustomerChange.Unban(TestStore.Operator), Ct);
        Assert.Equal(ann.Id, await OpenAsync(store, key));
    }

    [Fact]
    public async Task Ten_requests_at_once_make_exactly_five_keys_and_a_revoked_one_makes_room()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        var boris = await store.CustomerAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => IssueAsync(store, ann)));

        Assert.Equal(5, results.Count(r => r.IsOk));
        Assert.All(results.Where(r => !r.IsOk), r => Assert.Equal(new Error.TooManyKeys(5), r.Error));
        Assert.True((await IssueAsync(store, boris)).IsOk);
        var keys = await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct);
        Assert.Equal(5, keys.Count);
        await store.Get<RevokeApiKeyHandler>().HandleAsync(ann.Id, keys[2].Id, Ct);
        Assert.True((await IssueAsync(store, ann)).IsOk);
        Assert.Equal(new Error.TooManyKeys(5), (await IssueAsync(store, ann)).Error);
    }

    [Fact]
    public async Task One_request_makes_one_key_however_often_it_comes()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => IssueAsync(store, ann, "nonce")));

        Assert.Single(results, r => r.IsOk);
        Assert.All(results.Where(r => !r.IsOk), r => Assert.Equal(new Error.AlreadyDone("key"), r.Error));
        var boris = await store.CustomerAsync();
        Assert.True((await IssueAsync(store, boris, "nonce")).IsOk);
        // Also once the key is gone again.
        var key = Assert.Single(await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct));
        await store.Get<RevokeApiKeyHandler>().HandleAsync(ann.Id, key.Id, Ct);
        Assert.Equal(new Error.AlreadyDone("key"), (await IssueAsync(store, ann, "nonce")).Error);
    }

    [Fact]
    public async Task When_a_key_was_last_used_is_written_by_the_sweep()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        var key = (await IssueAsync(store, ann)).Value.Key;
        await OpenAsync(store, key);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await OpenAsync(store, key);
        await OpenAsync(store, key[..^1] + (key[^1] == 'a' ? 'b' : 'a'));
        Assert.Null((await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct)).Single().LastUsedAt);

        Assert.Equal(1, await store.Get<WriteKeyUsageHandler>().HandleAsync(Ct));
        Assert.Equal(0, await store.Get<WriteKeyUsageHandler>().HandleAsync(Ct));

        Assert.Equal(store.Now, (await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct)).Single().LastUsedAt);
    }

    private static Task<Result<IssuedApiKey>> IssueAsync(TestStore store, CustomerProfile who, string? request = null) =>
        store.Get<IssueApiKeyHandler>().HandleAsync(new IssueApiKey(who.Id, request ?? $"{Guid.CreateVersion7()}"), Ct);

    private static async Task<CustomerId?> OpenAsync(TestStore store, string? key) =>
        (await store.Get<AuthenticateApiKeyHandler>().HandleAsync(key, Ct))?.Customer;
}
