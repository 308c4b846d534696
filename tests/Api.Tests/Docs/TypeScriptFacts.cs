using System.Text.Json.Nodes;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Docs;

/// <summary>
/// The types that openapi-typescript makes of the document, and a client with openapi-fetch that is compiled strictly against them.
/// </summary>
public sealed class TypeScriptFacts(VendorPackages packages)
{
    public sealed record Outcome(string[] Problems, string[] Said);

    [Fact]
    public async Task Bug_a_generated_client_needs_no_trick()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Store.ServiceAsync(numbers: 3);
        var ann = await api.Store.CustomerAsync("100.00");

        var outcome = await packages.AskAsync<Outcome>(
            "openapi.client",
            new JsonObject
            {
                ["document"] = JsonNode.Parse((await api.GetAsync("/openapi/v2.json")).Body),
                ["url"] = api.Client.BaseAddress!.ToString().TrimEnd('/'),
                ["key"] = await api.KeyAsync(ann),
            }
        );

        Assert.Empty(outcome.Problems);
        Assert.Equal(
            [
                "tg 4",
                "409 The price is 1.20, more than the 0.50 of max_price",
                "PENDING",
                "none",
                "1.20",
                "CANCELED",
                "false owner 5.00",
                "null",
            ],
            outcome.Said
        );
        Assert.Equal("100.00", $"{await api.Store.BalanceAsync(ann.Id)}");
    }
}
