using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Core.Views.Storefront;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Suppliers;

/// <summary>A store with an empty shelf that is the hub of one agent; both are real servers.</summary>
internal sealed class AgentRig : IAsyncDisposable
{
    private readonly string key;

    private AgentRig(AgentServer agent, ApiHost api, ServiceView service, CustomerProfile ann, string key) =>
        (Agent, Api, Service, Ann, this.key) = (agent, api, service, ann, key);

    public AgentServer Agent { get; }

    public ApiHost Api { get; }

    public ServiceView Service { get; }

    /// <summary>Has ten dollars; a number is 1.20.</summary>
    public CustomerProfile Ann { get; }

    public TestStore Store => Api.Store;

    public Uri Hub => new(Api.Client.BaseAddress!, "/hooks/sms/bank");

    public static Task<AgentRig> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync(["12015550101", "12015550102", "12015550103"], null, settings);

    public static async Task<AgentRig> StartAsync(
        string[] sims,
        AgentDialect? dialect = null,
        (string Key, string Value)[]? settings = null,
        (string Key, string Value)[]? others = null
    )
    {
        var agent = await AgentServer.StartAsync(sims);
        agent.Dialect = dialect ?? agent.Dialect;
        var api = await ApiHost.StartAsync([.. agent.Settings(more: settings ?? []), .. others ?? []]);
        var service = await api.Store.ServiceAsync();
        var ann = await api.Store.CustomerAsync("10.00");
        var rig = new AgentRig(agent, api, service, ann, await api.KeyAsync(ann));
        await rig.LookAsync();
        return rig;
    }

    public Task LookAsync() => Store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);

    public async Task<OrderView> BuyAsync() => (await TryBuyAsync()).Value;

    /// <summary>Buys, and returns once it is clear whether a number comes.</summary>
    public Task<Core.Foundation.Kernel.Result<OrderView>> TryBuyAsync() => Store.BuyAsync(Ann, Service, channel: OrderChannel.Api);

    public async Task<string?> CodeAsync(OrderView order) =>
        (await Api.GetAsync($"transactions/{order.Id}/code", key)).Data.GetProperty("code").GetString();

    public Task<string> BalanceAsync() => Api.Store.BalanceAsync(Ann.Id).ContinueWith(money => $"{money.Result}", TaskScheduler.Default);

    /// <summary>Time goes by and whatever is due then is done.</summary>
    public async Task LaterAsync(double seconds = 5)
    {
        Store.Time.Advance(TimeSpan.FromSeconds(seconds));
        await Store.ExpireAsync();
        await Store.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None);
    }

    /// <summary>The agent hears of a text and pushes what it has.</summary>
    public async Task<IReadOnlyList<(int Status, string Body)>> TextAsync(OrderView order, string text, string from = "Telegram")
    {
        Agent.Receive(order.Phone![1..], text, from);
        return await Agent.PushAsync(Hub);
    }

    public Task<int> SuppliesAsync(SupplierOrderState state) =>
        Store.ScalarAsync<int>($"select count(*) as \"Value\" from supplies where state = {(int)state}");

    public Task<int> UnmatchedAsync() => Store.ScalarAsync<int>("select count(*) as \"Value\" from messages where order_id is null");

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await Store.DifferencesAsync());
        Agent.GoOn();
        await Api.DisposeAsync();
        await Agent.DisposeAsync();
    }
}
