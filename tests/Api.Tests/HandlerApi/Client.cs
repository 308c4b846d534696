using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Storefront;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.HandlerApi;

/// <summary>A customer with ten dollars who speaks the activation protocol as its documents show it.</summary>
internal sealed class Client : IAsyncDisposable
{
    public const string Path = "/stubs/handler_api.php";
    public const string NoneActive = """{"status":"error","error":"NO_ACTIVATIONS"}""";

    private Client(ApiHost api, CustomerProfile ann, ServiceView service, string key) =>
        (Api, Ann, Service, Key) = (api, ann, service, key);

    public ApiHost Api { get; }

    public CustomerProfile Ann { get; }

    public ServiceView Service { get; }

    public string Key { get; }

    public static async Task<Client> StartAsync(int numbers = 5, params (string Key, string Value)[] settings)
    {
        var api = await ApiHost.StartAsync(settings);
        var service = await api.Store.ServiceAsync(numbers: numbers);
        var ann = await api.Store.CustomerAsync("10.00");
        return new Client(api, ann, service, await api.KeyAsync(ann));
    }

    /// <param name="query">Such as <c>action=getNumber&amp;service=tg</c>.</param>
    public async Task<string> AskAsync(string query, string? key = null)
    {
        var reply = await Api.GetAsync($"{Path}?api_key={key ?? Key}&{query}");
        Assert.Equal(System.Net.HttpStatusCode.OK, reply.Status);
        return reply.Body;
    }

    public async Task<(string Id, string Phone)> BuyAsync(string more = "")
    {
        var parts = (await AskAsync($"action=getNumber&service=tg&country=187{more}")).Split(':');
        Assert.Equal("ACCESS_NUMBER", parts[0]);
        return (parts[1], parts[2]);
    }

    public Task<string> StatusAsync(string id) => AskAsync("action=getStatus&id=" + id);

    public Task<string> SetAsync(string id, int status) => AskAsync($"action=setStatus&id={id}&status={status}");

    public async Task TextAsync(string phone, string code, string id) =>
        EnvelopeAssert.Ok(await Api.MessageAsync("+" + phone, $"Your Telegram code is {code}", id));

    public async Task<string> BalanceAsync() => $"{await Api.Store.BalanceAsync(Ann.Id)}";

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await Api.Store.DifferencesAsync());
        await Api.DisposeAsync();
    }
}
