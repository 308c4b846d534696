using System.Net.Http.Headers;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Envelopes;

/// <summary>What holds for a part of the API holds for all of it, also where there is no endpoint.</summary>
public sealed class AreaFacts
{
    [Theory]
    [InlineData("GET", "/api/v2/balance", 401, true, true)]
    [InlineData("GET", "/api/v2", 404, true, true)]
    [InlineData("GET", "/API/V2/Nothing/at/all", 404, true, true)]
    [InlineData("GET", "/api/v2/webhooks/", 401, true, true)]
    [InlineData("POST", "/api/v2/balance", 405, true, true)]
    [InlineData("PUT", "/api/v2/webhooks", 405, true, true)]
    [InlineData("POST", "/api/v2/webhooks", 415, true, true)]
    [InlineData("OPTIONS", "/api/v2/balance", 204, false, true)]
    [InlineData("GET", "/api/v20", 404, false, false)]
    [InlineData("GET", "/api", 404, false, false)]
    [InlineData("POST", "/hooks/sms/gateway", 401, true, false)]
    [InlineData("POST", "/hooks/sms/nobody", 404, true, false)]
    [InlineData("GET", "/hooks/sms/gateway", 405, true, false)]
    [InlineData("GET", "/Hooks/Sms", 404, true, false)]
    [InlineData("POST", "/hooks/pay/nobody", 404, true, false)]
    [InlineData("GET", "/hooks/pay/nobody", 405, true, false)]
    [InlineData("GET", "/hooks", 404, false, false)]
    [InlineData("GET", "/stubs/handler_api.php", 200, false, true)]
    [InlineData("GET", "/Stubs/Handler_Api.php/", 200, false, true)]
    [InlineData("DELETE", "/stubs/handler_api.php", 405, false, true)]
    [InlineData("GET", "/stubs/handler_api.php//", 404, false, true)]
    [InlineData("GET", "/stubs/handler_api.php/more", 404, false, false)]
    [InlineData("GET", "/stubs", 404, false, false)]
    [InlineData("GET", "/health/live", 200, false, false)]
    [InlineData("POST", "/health/live", 405, false, false)]
    [InlineData("GET", "/nothing", 404, false, false)]
    public async Task What_is_enveloped_and_counted_does_not_depend_on_an_endpoint(
        string method,
        string path,
        int status,
        bool isEnveloped,
        bool isCounted
    )
    {
        await using var api = await ApiHost.StartAsync(("RateLimit:PerAddress", "100"));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
        {
            request.Content = new ByteArrayContent("<a/>"u8.ToArray());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");
        }

        using var answer = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isEnvelope = body.StartsWith("""{"ok":false,"data":null,"message":""", StringComparison.Ordinal);
        Assert.Equal((status, isEnveloped, isCounted), ((int)answer.StatusCode, isEnvelope, answer.Headers.Contains("RateLimit")));
    }
}
