using System.Net;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Integrations.Http;
using XthonBot.Integrations.Links;

namespace XthonBot.Api.Tests.Outbound;

/// <summary>Where a link may lead.</summary>
public sealed class LinkReaderFacts : AskingLinks
{
    [Fact]
    public async Task A_link_is_read_without_cookies_and_without_a_word_of_who_asks()
    {
        Server.Answer("/a?token=secret", "HTTP/1.1 200 OK\nSet-Cookie: a=b\nConnection: close", "Your code is 54321, für Sie"u8.ToArray());
        var reader = Reader("127.0.0.1");

        for (var i = 0; i < 2; i++)
            Assert.Equal("Your code is 54321, für Sie", await ShownAsync(reader, Server.Url("/a?token=secret")));

        Assert.All(Server.Requests, head => Assert.DoesNotContain("cookie", head, StringComparison.OrdinalIgnoreCase));
        Assert.All(Server.Requests, head => Assert.DoesNotContain("traceparent", head, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    public async Task This_machine_is_not_asked_under_any_of_its_names(string host)
    {
        Server.Text("/", "Your code is 54321");

        Assert.Equal("private-address", await FailedAsync(Reader(), Server.Url("/", host)));
        Assert.Equal("private-address", await FailedAsync(Reader("sms.lan"), Server.Url("/", host)));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_host_that_is_allowed_by_name_may_be_anywhere_and_no_other_name_of_the_same_place()
    {
        Names["sms.lan"] = new(["127.0.0.1"]);
        Names["x.sms.lan"] = new(["127.0.0.1"]);
        Server.Text("/", "Your code is 54321");
        var reader = Reader("SMS.lan");

        Assert.Equal("Your code is 54321", await ShownAsync(reader, Server.Url("/", "sms.lan")));
        foreach (var other in (string[])["x.sms.lan", "localhost", "127.0.0.1"])
            Assert.Equal("private-address", await FailedAsync(reader, Server.Url("/", other)));
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_a_moment_later_gains_nothing()
    {
        // TEST-NET is refused as well; what matters is that the second answer is looked at anew, and by the guard alone.
        Names["rebind.example"] = new(["203.0.113.1", "127.0.0.1", "10.0.0.1"]);
        Server.Text("/", "Your code is 54321");
        var reader = Reader();

        for (var i = 0; i < 3; i++)
            Assert.Equal("private-address", await FailedAsync(reader, Server.Url("/", "rebind.example")));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_redirect_is_followed_within_limits()
    {
        Server.Redirect("/1", "/2", 301);
        Server.Redirect("/2", Server.Url("/3").ToString(), 307);
        Server.Redirect("/3", "4", 308);
        Server.Text("/4", "Your code is 54321");
        Server.Redirect("/0", "/1");
        var reader = Reader("127.0.0.1");

        Assert.Equal("Your code is 54321", await ShownAsync(reader, Server.Url("/1")));
        Assert.Equal("redirects", await FailedAsync(reader, Server.Url("/0")));
    }

    [Theory]
    [InlineData("http://localhost:{port}/secret", "private-address")]
    [InlineData("http://169.254.169.254/latest/meta-data/", "private-address")]
    [InlineData("http://[fd00::1]/", "private-address")]
    [InlineData("file:///etc/passwd", "scheme")]
    [InlineData("gopher://127.0.0.1/", "scheme")]
    [InlineData("http://user:secret@127.0.0.1:{port}/", "credentials")]
    [InlineData("http://[", "redirects")]
    public async Task A_redirect_to_where_a_link_may_not_lead_is_refused(string to, string reason)
    {
        Server.Redirect("/", to.Replace("{port}", $"{Server.Port}", StringComparison.Ordinal));

        Assert.Equal(reason, await FailedAsync(Reader("127.0.0.1"), Server.Url("/")));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_redirect_never_leaves_tls()
    {
        var asked = new List<Uri>();
        var reader = Reader(
            services => services.AddHttpClient(LinkReader.Client).ConfigurePrimaryHttpMessageHandler(() => new Redirecting(asked)),
            []
        );

        Assert.Equal("redirect-to-http", await FailedAsync(reader, new Uri("https://sms.example/plain")));
        Assert.Equal("arrived", await ShownAsync(reader, new Uri("https://sms.example/tls")));
        Assert.DoesNotContain(asked, link => link.Scheme == "http");
    }

    private sealed class Redirecting(List<Uri> asked) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked.Add(request.RequestUri!);
            return Task.FromResult(
                request.RequestUri!.AbsolutePath switch
                {
                    "/plain" => To("http://sms.example/arrived"),
                    "/tls" => To("https://www.sms.example/arrived"),
                    _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("arrived") },
                }
            );
        }

        private static HttpResponseMessage To(string location) => new(HttpStatusCode.Found) { Headers = { Location = new Uri(location) } };
    }
}
