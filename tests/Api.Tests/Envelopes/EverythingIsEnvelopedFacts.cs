using System.Text;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Envelopes;

public sealed class EverythingIsEnvelopedFacts
{
    [Fact]
    public async Task An_unknown_path_is_404()
    {
        await using var api = await ApiHost.StartAsync();
        foreach (var path in new[] { "", "/", "/nothing", "/balance/more", "/services//buy", "/transactions/tx_1/more", "/%F0%9F%98%80" })
        {
            EnvelopeAssert.Failed(await api.GetAsync("/api/v2" + path), 404, "Not found");
            EnvelopeAssert.Failed(await api.PostAsync("/api/v2" + path), 404, "Not found");
        }
    }

    [Fact]
    public async Task A_wrong_method_is_405_and_tells_the_right_ones()
    {
        await using var api = await ApiHost.StartAsync();
        foreach (
            var (method, path, allowed) in new[]
            {
                ("DELETE", "balance", "GET, HEAD"),
                ("POST", "services", "GET, HEAD"),
                ("GET", "services/x/buy", "POST"),
                ("PUT", "transactions/tx_1/cancel", "POST"),
                ("BREW", "balance", "GET, HEAD"),
            }
        )
        {
            var reply = await api.SendAsync(new HttpMethod(method), path);
            EnvelopeAssert.Failed(reply, 405, "Method not allowed");
            Assert.Equal(allowed, string.Join(", ", reply.ContentHeaders.Allow));
        }
    }

    [Fact]
    public async Task Head_answers_the_headers_of_get_and_options_the_methods()
    {
        await using var api = await ApiHost.StartAsync();
        var key = await api.KeyAsync(await api.Store.CustomerAsync());

        var get = await api.GetAsync("balance", key);
        var head = await api.SendAsync(HttpMethod.Head, "balance", key);
        var options = await api.SendAsync(HttpMethod.Options, "services/x/buy");

        Assert.Equal((get.Status, get.ContentHeaders.ContentLength, ""), (head.Status, head.ContentHeaders.ContentLength, head.Body));
        Assert.Equal(401, (int)(await api.SendAsync(HttpMethod.Head, "balance")).Status);
        Assert.Equal((204, "POST", ""), ((int)options.Status, string.Join(", ", options.ContentHeaders.Allow), options.Body));
        EnvelopeAssert.Failed(await api.SendAsync(HttpMethod.Options, "nothing"), 404, "Not found");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_huge_body_is_413_and_buys_nothing(bool chunked)
    {
        await using var api = await ApiHost.StartAsync();
        var service = await api.Store.ServiceAsync(numbers: 1);
        var ann = await api.Store.CustomerAsync("10.00");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v2/services/{service.Id}/buy");
        request.Content = new ByteArrayContent(new byte[100_000]);
        request.Headers.Add("X-API-Key", await api.KeyAsync(ann));
        request.Headers.TransferEncodingChunked = chunked;

        EnvelopeAssert.Failed(await api.SendAsync(request), 413, "Request body too large");

        Assert.Equal("10.00", $"{await api.Store.BalanceAsync(ann.Id)}");
    }

    [Fact]
    public async Task A_broken_body_is_400_and_buys_nothing()
    {
        await using var api = await ApiHost.StartAsync();
        var service = await api.Store.ServiceAsync(numbers: 1);
        var ann = await api.Store.CustomerAsync("10.00");
        var key = await api.KeyAsync(ann);

        var answer = await RawHttp.SendAsync(
            api.Client.BaseAddress!,
            $"POST /api/v2/services/{service.Id}/buy HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n"
        );

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("""{"ok":false,"data":null,"message":"Bad request"}""", answer, StringComparison.Ordinal);
        Assert.Equal("10.00", $"{await api.Store.BalanceAsync(ann.Id)}");
    }

    [Fact]
    public async Task Odd_headers_change_nothing()
    {
        await using var api = await ApiHost.StartAsync();
        var key = await api.KeyAsync(await api.Store.CustomerAsync());
        foreach (
            var (header, value) in new[]
            {
                ("Accept", "text/html"),
                ("Accept", "nonsense"),
                ("Accept-Language", "xx-XX"),
                ("X-HTTP-Method-Override", "DELETE"),
                ("Content-Type", ";;;"),
                ("Cookie", "a=b; c"),
                ("Range", "bytes=0-1"),
                ("If-None-Match", "*"),
                ("Expect", "100-continue"),
            }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/balance");
            request.Headers.Add("X-API-Key", key);
            request.Headers.TryAddWithoutValidation(header, value);
            EnvelopeAssert.Ok(await api.SendAsync(request));
        }

        var latin = await RawHttp.SendAsync(
            api.Client.BaseAddress!,
            "GET /api/v2/balance HTTP/1.1\r\nHost: x\r\nX-API-Key: k\u00E9\u00FF\r\nConnection: close\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 401 ", latin, StringComparison.Ordinal);
        Assert.EndsWith("""{"ok":false,"data":null,"message":"Missing or invalid API key"}""", latin, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_is_not_UTF_8_changes_nothing_but_as_an_idempotency_key_it_is_400()
    {
        await using var api = await ApiHost.StartAsync();
        var key = await api.KeyAsync(await api.Store.CustomerAsync());
        Task<string> AskAsync(string line, string header) =>
            RawHttp.SendAsync(
                api.Client.BaseAddress!,
                $"{line} HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\n{header}: k\u00E9\u00FF\r\nConnection: close\r\n\r\n"
            );

        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync("GET /api/v2/balance", "User-Agent"), StringComparison.Ordinal);
        var refused = await AskAsync($"POST /api/v2/services/{Guid.CreateVersion7()}/buy", "Idempotency-Key");
        Assert.StartsWith("HTTP/1.1 400 ", refused, StringComparison.Ordinal);
        Assert.EndsWith(
            """{"ok":false,"data":null,"message":"Idempotency-Key must be 1 to 255 characters"}""",
            refused,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_fault_tells_an_id_and_nothing_of_the_inside()
    {
        await using var api = await ApiHost.StartAsync();
        var key = await api.KeyAsync(await api.Store.CustomerAsync());
        await api.Store.SqlAsync("alter table balances rename to burnt");

        var reply = await api.GetAsync("balance", key);

        Assert.Equal(500, (int)reply.Status);
        EnvelopeAssert.Enveloped(reply, ok: false);
        Assert.Matches("^Internal error, id [0-9a-f]{16}$", reply.Message);
        Assert.Single(
            api.Logs.Lines,
            line => line.Contains(reply.Message![^16..], StringComparison.Ordinal) && line.Contains("balances", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("balances", reply.Body, StringComparison.Ordinal);
        EnvelopeAssert.Failed(await api.GetAsync("nothing", key), 404, "Not found");

        await api.Store.SqlAsync("alter table burnt rename to balances");
        EnvelopeAssert.Ok(await api.GetAsync("balance", key));
    }
}
