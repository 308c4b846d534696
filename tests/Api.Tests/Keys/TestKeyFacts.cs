using Microsoft.AspNetCore.Routing;
using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Keys;

public sealed class TestKeyFacts
{
    [Fact]
    public async Task What_knows_no_test_world_is_closed_to_test_keys()
    {
        await using var api = await ApiHost.StartAsync();
        var key = await api.TestKeyAsync(await api.Store.CustomerAsync());
        var endpoints = api
            .Store.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<NeedsApiKey>() is not null)
            .ToList();
        Assert.NotEmpty(endpoints);

        foreach (var endpoint in endpoints)
        {
            var path =
                "/"
                + endpoint
                    .RoutePattern.RawText!.TrimStart('/')
                    .Replace("{", "", StringComparison.Ordinal)
                    .Replace("}", "", StringComparison.Ordinal);
            var method = new HttpMethod(endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]);
            var answer = await api.SendAsync(method, path, key);
            if (endpoint.Metadata.GetMetadata<ServesTestKeys>() is null)
                EnvelopeAssert.Failed(answer, 403, "This is not for test keys");
            else
                Assert.NotEqual(403, (int)answer.Status);
        }
    }
}
