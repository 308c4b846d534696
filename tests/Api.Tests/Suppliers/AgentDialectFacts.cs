using System.Net;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Suppliers;

/// <summary>Agents that others wrote keep to the protocol more or less.</summary>
public sealed class AgentDialectFacts
{
    public static TheoryData<string> Dialects => ["texts", "created", "plain", "usa", "Success", "physic", "usavirtual"];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_agent_is_understood_in_its_dialect(string name)
    {
        var dialect = name switch
        {
            "texts" => new AgentDialect { WritesTexts = true },
            "created" => new AgentDialect { Ok = HttpStatusCode.Created },
            "plain" => new AgentDialect { Gzips = false },
            "Success" => new AgentDialect { Success = "success" },
            "physic" => new AgentDialect { Operator = "physic" },
            _ => new AgentDialect { Country = name },
        };
        await using var rig = await AgentRig.StartAsync(["12015550101"], dialect);
        var order = await rig.BuyAsync();
        Assert.Equal("+12015550101", order.Phone);
        await rig.TextAsync(order, "Your Telegram code is 22222");
        Assert.Equal("22222", await rig.CodeAsync(order));
        await rig.LaterAsync(20 * 60);
        Assert.Equal([3], rig.Agent.Given.Single().Finishes);
    }

    [Fact]
    public async Task An_address_for_each_request_is_understood()
    {
        await using var agent = await AgentServer.StartAsync("12015550101");
        await using var api = await ApiHost.StartAsync(
            agent.Settings(more: ("Url", new Uri(agent.Url, "/reseller/").ToString() + "{action}"))
        );
        await api.Store.Get<LookAtOffersHandler>().HandleAsync(TestContext.Current.CancellationToken);
        var order = (
            await api.Store.BuyAsync(await api.Store.CustomerAsync("2.00"), await api.Store.ServiceAsync(), channel: OrderChannel.Api)
        ).Value;
        Assert.Equal("+12015550101", order.Phone);
    }

    [Fact]
    public async Task Only_the_country_and_the_network_that_are_configured_are_asked_for_and_others_are_named()
    {
        await using var rig = await AgentRig.StartAsync(["12015550101"], new AgentDialect { Country = "canada", Operator = "bell" });
        Assert.False((await rig.TryBuyAsync()).IsOk);
        Assert.Equal(0, rig.Agent.Calls("GET_NUMBER"));
        Assert.Contains(rig.Api.Logs.Lines, line => line.Contains("canada/bell", StringComparison.Ordinal));

        await using var there = await AgentRig.StartAsync(
            ["12015550101"],
            new AgentDialect { Country = "canada", Operator = "bell" },
            [("Country", "Canada"), ("Operator", "Bell")]
        );
        Assert.Equal("+12015550101", (await there.BuyAsync()).Phone);
    }
}
