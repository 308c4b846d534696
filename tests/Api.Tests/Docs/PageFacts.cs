using System.Net;
using System.Text.RegularExpressions;
using XthonBot.Api.Docs;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Docs;

public sealed partial class PageFacts
{
    public static TheoryData<string> Paths => [.. DocsPage.All.Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_loads_nothing_from_elsewhere_and_leads_nowhere_that_is_not(string path)
    {
        await using var api = await ApiHost.StartAsync();

        var page = await api.GetAsync(path);

        Assert.Equal("text/html; charset=utf-8", page.ContentHeaders.ContentType?.ToString());
        Assert.DoesNotContain("{{", page.Body, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<(img|iframe|form)|\\son\\w+=|<script>|url\\(|@import", page.Body);
        Assert.All(Loads().Matches(page.Body), load => Assert.StartsWith("/docs/", load.Groups[1].Value, StringComparison.Ordinal));
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("http|\\*|unsafe-eval|script-src [^;]*unsafe", policy);
        foreach (
            var to in Loads()
                .Matches(page.Body)
                .Concat(Links().Matches(page.Body))
                .Select(match => match.Groups[1].Value)
                .Where(to => to.StartsWith('/'))
                .Distinct()
        )
        {
            var target = await api.GetAsync(to);
            Assert.Equal(HttpStatusCode.OK, target.Status);
            if (to.Split('#') is [_, { } anchor])
                Assert.Contains($"id=\"{anchor}\"", target.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_names_the_public_address_and_the_store(string path)
    {
        await using var api = await ApiHost.StartAsync(("Store:PublicUrl", "https://numbers.example.org/"), ("Store:Name", "Tom & <Co>"));

        var page = await api.GetAsync(path);

        Assert.Contains("Tom &amp; &lt;Co&gt;", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("xthonvirtual", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guide_writes_calls_as_they_are_typed()
    {
        await using var api = await ApiHost.StartAsync(("Store:PublicUrl", "https://numbers.example.org"));
        Assert.Contains(
            "export KEY=YOUR_API_KEY API=https://numbers.example.org/api/v2\n",
            (await api.GetAsync("/docs/guide")).Body,
            StringComparison.Ordinal
        );
        var clients = (await api.GetAsync("/docs/clients")).Body;
        Assert.Contains("https://numbers.example.org/stubs/handler_api.php", clients, StringComparison.Ordinal);
        Assert.Contains("-d action=getNumber -d service=tg", clients, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_page_of_another_name()
    {
        await using var api = await ApiHost.StartAsync();
        foreach (var path in (string[])["/docs/nonsense", "/docs/guide/more", "/docs/%3Cb%3E"])
        {
            var missing = await api.GetAsync(path);
            Assert.Equal(
                (HttpStatusCode.NotFound, "text/html; charset=utf-8"),
                (missing.Status, missing.ContentHeaders.ContentType?.ToString())
            );
            Assert.Contains("<h1 id=\"page-not-found\">Page not found</h1>", missing.Body, StringComparison.Ordinal);
            Assert.Contains(
                "default-src 'none'; ",
                missing.Headers.GetValues("Content-Security-Policy").Single(),
                StringComparison.Ordinal
            );
        }

        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Head, "/docs")).Status);
    }

    [Fact]
    public async Task The_root_leads_to_the_documentation()
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await RawHttp.SendAsync(api.Client.BaseAddress!, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 302 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nLocation: /docs\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_of_the_reference_comes_once_as_long_as_it_is_the_same()
    {
        await using var api = await ApiHost.StartAsync();
        var first = await api.GetAsync("/docs/scalar.js");
        Assert.Equal("gzip", first.ContentHeaders.ContentEncoding.Single());
        Assert.Equal("text/javascript", first.ContentHeaders.ContentType?.MediaType);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/docs/scalar.js");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await api.SendAsync(again)).Status);
    }

    [Fact]
    public async Task A_made_up_host_cannot_write_into_a_page()
    {
        await using var api = await ApiHost.StartAsync();
        foreach (var path in new[] { "/docs", "/docs/guide" })
        {
            var answer = await RawHttp.SendAsync(
                api.Client.BaseAddress!,
                $"GET {path} HTTP/1.1\r\nHost: <b>evil\r\nConnection: close\r\n\r\n"
            );
            Assert.DoesNotContain("<b>evil", answer, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("(?:src|<link rel=\"stylesheet\" href)=\"([^\"]*)\"")]
    private static partial Regex Loads();

    [GeneratedRegex("<a [^>]*?href=\"([^\"]*)\"")]
    private static partial Regex Links();
}
