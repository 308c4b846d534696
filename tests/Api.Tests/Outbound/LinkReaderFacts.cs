using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Api.Outbound;
using XthonBot.Core.Messages;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Outbound;

/// <summary>Asking links that mean no good, over real connections to loopback, which the tests allow by name where they need it.</summary>
public sealed class LinkReaderFacts : IAsyncDisposable
{
    private const int MaxBytes = 4_096;
    private readonly RawServer server = new();
    private readonly FakeTimeProvider time = new();
    private readonly LogBook logs = new();
    private readonly Dictionary<string, Queue<string>> names = new() { ["localhost"] = new(["127.0.0.1"]) };
    private readonly List<ServiceProvider> built = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var services in built)
            await services.DisposeAsync();
        await server.DisposeAsync();
        Assert.DoesNotContain(logs.Lines, line => line.Contains("secret", StringComparison.Ordinal) || line.Contains("54321", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_is_read_without_cookies_and_without_a_word_of_who_asks()
    {
        server.Answer("/a?token=secret", "HTTP/1.1 200 OK\nSet-Cookie: a=b\nConnection: close", "Your code is 54321, für Sie"u8.ToArray());
        var reader = Reader("127.0.0.1");

        for (var i = 0; i < 2; i++)
            Assert.Equal("Your code is 54321, für Sie", await ShownAsync(reader, server.Url("/a?token=secret")));

        Assert.All(server.Requests, head => Assert.DoesNotContain("cookie", head, StringComparison.OrdinalIgnoreCase));
        Assert.All(server.Requests, head => Assert.DoesNotContain("traceparent", head, StringComparison.OrdinalIgnoreCase));
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
        server.Text("/", "Your code is 54321");

        Assert.Equal("private-address", await FailedAsync(Reader(), server.Url("/", host)));
        Assert.Equal("private-address", await FailedAsync(Reader("sms.lan"), server.Url("/", host)));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_host_that_is_allowed_by_name_may_be_anywhere_and_no_other_name_of_the_same_place()
    {
        names["sms.lan"] = new(["127.0.0.1"]);
        names["x.sms.lan"] = new(["127.0.0.1"]);
        server.Text("/", "Your code is 54321");
        var reader = Reader("SMS.lan");

        Assert.Equal("Your code is 54321", await ShownAsync(reader, server.Url("/", "sms.lan")));
        foreach (var other in (string[])["x.sms.lan", "localhost", "127.0.0.1"])
            Assert.Equal("private-address", await FailedAsync(reader, server.Url("/", other)));
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_a_moment_later_gains_nothing()
    {
        // TEST-NET is refused as well; what matters is that the second answer is looked at anew, and by the guard alone.
        names["rebind.example"] = new(["203.0.113.1", "127.0.0.1", "10.0.0.1"]);
        server.Text("/", "Your code is 54321");
        var reader = Reader();

        for (var i = 0; i < 3; i++)
            Assert.Equal("private-address", await FailedAsync(reader, server.Url("/", "rebind.example")));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_redirect_is_followed_within_limits()
    {
        server.Redirect("/1", "/2", 301);
        server.Redirect("/2", server.Url("/3").ToString(), 307);
        server.Redirect("/3", "4", 308);
        server.Text("/4", "Your code is 54321");
        server.Redirect("/0", "/1");
        var reader = Reader("127.0.0.1");

        Assert.Equal("Your code is 54321", await ShownAsync(reader, server.Url("/1")));
        Assert.Equal("redirects", await FailedAsync(reader, server.Url("/0")));
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
        server.Redirect("/", to.Replace("{port}", $"{server.Port}", StringComparison.Ordinal));

        Assert.Equal(reason, await FailedAsync(Reader("127.0.0.1"), server.Url("/")));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_redirect_never_leaves_tls()
    {
        var asked = new List<Uri>();
        var reader = Reader(services => services.AddHttpClient(LinkReader.Client).ConfigurePrimaryHttpMessageHandler(() => new Redirecting(asked)), []);

        Assert.Equal("redirect-to-http", await FailedAsync(reader, new Uri("https://sms.example/plain")));
        Assert.Equal("arrived", await ShownAsync(reader, new Uri("https://sms.example/tls")));
        Assert.DoesNotContain(asked, link => link.Scheme == "http");
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task An_error_is_no_text(int status)
    {
        server.Answer("/", $"HTTP/1.1 {status} No\nConnection: close", "Your code is 54321"u8.ToArray());

        Assert.Equal($"status-{status}", await FailedAsync(Reader("127.0.0.1"), server.Url("/")));
    }

    [Fact]
    public async Task An_answer_as_long_as_it_may_be_is_read_and_a_longer_one_is_not()
    {
        var chunk = new byte[16 * 1024];
        var sent = 0L;
        server.Text("/fits", new string('x', MaxBytes));
        server.Text("/longer", new string('x', MaxBytes + 1));
        server.Answer("/said", $"HTTP/1.1 200 OK\nContent-Length: {MaxBytes + 1}");
        server.Answer("/endless", async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), ct);
            for (; ; sent += chunk.Length)
                await stream.WriteAsync(chunk, ct);
        });
        var reader = Reader("127.0.0.1");

        Assert.Equal(MaxBytes, (await ShownAsync(reader, server.Url("/fits"))).Length);
        foreach (var path in (string[])["/longer", "/said", "/endless"])
            Assert.Equal("too-large", await FailedAsync(reader, server.Url(path)));
        // What the sockets hold between them.
        Assert.True(sent < 16 * 1024 * 1024, $"{sent} bytes were taken.");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_packed_answer_is_read_and_a_bomb_is_not_unpacked(string encoding)
    {
        server.Answer("/text", $"HTTP/1.1 200 OK\nContent-Encoding: {encoding}\nConnection: close", Pack(encoding, "Your code is 54321"u8.ToArray()));
        server.Answer("/bomb", $"HTTP/1.1 200 OK\nContent-Encoding: {encoding}\nConnection: close", Pack(encoding, new byte[50_000_000]));
        var reader = Reader("127.0.0.1");
        Assert.Equal("Your code is 54321", await ShownAsync(reader, server.Url("/text")));

        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Equal("too-large", await FailedAsync(reader, server.Url("/bomb")));
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 10_000_000, "The bomb was unpacked.");
    }

    [Fact]
    public async Task Headers_that_never_end_are_not_waited_for()
    {
        server.Answer("/", async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), ct);
            while (true)
                await stream.WriteAsync("X-More: and more of it\r\n"u8.ToArray(), ct);
        });

        Assert.Equal("ConfigurationLimitExceeded", await FailedAsync(Reader("127.0.0.1"), server.Url("/")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nYour code is")]
    public async Task A_server_that_stops_in_the_middle_is_left_when_the_time_is_over(string beginning)
    {
        var reached = new TaskCompletionSource();
        server.Answer("/", async (stream, ct) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), ct);
            reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        });

        var asking = Reader("127.0.0.1").ReadAsync(server.Url("/"), Ct);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Ct);
        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(new LinkReading.Failed("timeout"), await asking.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Ct));
    }

    [Fact]
    public async Task A_host_that_keeps_failing_is_left_alone_for_a_while_and_others_are_not()
    {
        server.Answer("/", "HTTP/1.1 503 No\nConnection: close");
        server.Text("/fine", "Your code is 54321");
        names["other.lan"] = new(["127.0.0.1"]);
        var reader = Reader("127.0.0.1", "other.lan");
        for (var i = 0; i < 20; i++)
            Assert.Equal("status-503", await FailedAsync(reader, server.Url("/")));

        Assert.Equal("host-keeps-failing", await FailedAsync(reader, server.Url("/fine")));
        Assert.Equal("Your code is 54321", await ShownAsync(reader, server.Url("/fine", "other.lan")));
        time.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal("Your code is 54321", await ShownAsync(reader, server.Url("/fine")));
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_a_failure()
    {
        names["gone.example"] = new([]);

        Assert.Equal("no-address", await FailedAsync(Reader(), new Uri("https://gone.example/secret")));
    }

    private ILinkReader Reader(params string[] allowed) => Reader(_ => { }, allowed);

    private ILinkReader Reader(Action<IServiceCollection> replace, string[] allowed)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<ResolveHost>((host, _) => Task.FromResult(Resolve(host)));
        services.Configure<LinkOptions>(options =>
        {
            options.MaxBytes = MaxBytes;
            options.AllowedHosts.AddRange(allowed);
        });
        services.AddOutbound();
        replace(services);
        var provider = services.BuildServiceProvider();
        built.Add(provider);
        return provider.GetRequiredService<ILinkReader>();
    }

    // The last address stays.
    private IPAddress[] Resolve(string host)
    {
        var addresses = names[host.ToLowerInvariant()];
        return addresses.Count == 0 ? [] : [IPAddress.Parse(addresses.Count == 1 ? addresses.Peek() : addresses.Dequeue())];
    }

    private async Task<string> ShownAsync(ILinkReader reader, Uri link)
    {
        var reading = await AskAsync(reader, link);
        return reading is LinkReading.Shown shown ? shown.Body : throw new InvalidOperationException($"{reading}");
    }

    private async Task<string> FailedAsync(ILinkReader reader, Uri link) => Assert.IsType<LinkReading.Failed>(await AskAsync(reader, link)).Reason;

    // The clock stands still: what the retry waits for has to be moved on.
    private async Task<LinkReading> AskAsync(ILinkReader reader, Uri link)
    {
        var asking = reader.ReadAsync(link, Ct);
        while (await Task.WhenAny(asking, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Ct)) != asking)
            time.Advance(TimeSpan.FromMilliseconds(200));
        return await asking;
    }

    private sealed class Redirecting(List<Uri> asked) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked.Add(request.RequestUri!);
            return Task.FromResult(request.RequestUri!.AbsolutePath switch
            {
                "/plain" => To("http://sms.example/arrived"),
                "/tls" => To("https://www.sms.example/arrived"),
                _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("arrived") },
            });
        }

        private static HttpResponseMessage To(string location) => new(HttpStatusCode.Found) { Headers = { Location = new Uri(location) } };
    }

    private static byte[] Pack(string encoding, byte[] content)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Fastest) : new GZipStream(packed, CompressionLevel.Fastest))
            packing.Write(content);
        return packed.ToArray();
    }
}
