using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Customers;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Keys;

internal static class KeyMaker
{
    /// <summary>A key that was changed before it is used.</summary>
    public static async Task<string> KeyAsync(this ApiHost api, CustomerProfile who, params KeyChange[] changes)
    {
        var key = await api.KeyAsync(who);
        foreach (var change in changes)
            await api.ChangeAsync(who, key, change);
        return key;
    }

    public static async Task ChangeAsync(this ApiHost api, CustomerProfile who, string key, KeyChange change)
    {
        var id = (await api.Store.Get<ListApiKeysHandler>().HandleAsync(who.Id, CancellationToken.None))
            .Single(k => key.Contains(k.PublicPart, StringComparison.Ordinal))
            .Id;
        Assert.True((await api.Store.Get<ChangeApiKeyHandler>().HandleAsync(who.Id, id, change, CancellationToken.None)).IsOk);
    }

    public static async Task<string> TestKeyAsync(this ApiHost api, CustomerProfile who) =>
        (
            await api
                .Store.Get<IssueApiKeyHandler>()
                .HandleAsync(new IssueApiKey(who.Id, $"{Guid.CreateVersion7()}", IsTest: true), CancellationToken.None)
        )
            .Value
            .Key;

    /// <summary>Nobody's, and another each time.</summary>
    public static string Wrong(int number) => $"xk_{number:0000000000}_{new string('a', 43)}";
}
