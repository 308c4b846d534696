using System.IO.Compression;
using System.Text;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Messages;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Outbound;

/// <summary>What a link may answer, and how long it may take.</summary>
[Collection(LinkLimitsAlone.Name)]
public sealed class LinkLimitFacts : AskingLinks
{
    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task An_error_is_no_text(int status)
    {
        Server.Answer("/", $"HTTP/1.1 {status} No\nConnection: close", "Your code is 54321"u8.ToArray());

        Assert.Equal($"status-{status}", await FailedAsync(Reader("127.0.0.1"), Server.Url("/")));
    }

    [Fact]
    public async Task An_answer_as_long_as_it_may_be_is_read_and_a_longer_one_is_not()
    {
        var chunk = new byte[16 * 1024];
        var sent = 0L;
        Server.Text("/fits", new string('x', MaxBytes));
        Server.Text("/longer", new string('x', MaxBytes + 1));
        Server.Answer("/said", $"HTTP/1.1 200 OK\nContent-Length: {MaxBytes + 1}");
        Server.Answer(
            "/endless",
            async (stream, ct) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), ct);
                for (; ; sent += chunk.Length)
                    await stream.WriteAsync(chunk, ct);
            }
        );
        var reader = Reader("127.0.0.1");

        Assert.Equal(MaxBytes, (await ShownAsync(reader, Server.Url("/fits"))).Length);
        foreach (var path in (string[])["/longer", "/said", "/endless"])
            Assert.Equal("too-large", await FailedAsync(reader, Server.Url(path)));
        // What the sockets hold between them.
        Assert.True(sent < 16 * 1024 * 1024, $"{sent} bytes were taken.");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_packed_answer_is_read_and_a_bomb_is_not_unpacked(string encoding)
    {
        Server.Answer(
            "/text",
            $"HTTP/1.1 200 OK\nContent-Encoding: {encoding}\nConnection: close",
            Pack(encoding, "Your code is 54321"u8.ToArray())
        );
        Server.Answer("/bomb", $"HTTP/1.1 200 OK\nContent-Encoding: {encoding}\nConnection: close", Pack(encoding, new byte[50_000_000]));
        var reader = Reader("127.0.0.1");
        Assert.Equal("Your code is 54321", await ShownAsync(reader, Server.Url("/text")));

        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Equal("too-large", await FailedAsync(reader, Server.Url("/bomb")));
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 10_000_000, "The bomb was unpacked.");
    }

    [Fact]
    public async Task Headers_that_never_end_are_not_waited_for()
    {
        Server.Answer(
            "/",
            async (stream, ct) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), ct);
                while (true)
                    await stream.WriteAsync("X-More: and more of it\r\n"u8.ToArray(), ct);
            }
        );

        Assert.Equal("ConfigurationLimitExceeded", await FailedAsync(Reader("127.0.0.1"), Server.Url("/")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nYour code is")]
    public async Task A_server_that_stops_in_the_middle_is_left_when_the_time_is_over(string beginning)
    {
        var reached = new TaskCompletionSource();
        Server.Answer(
            "/",
            async (stream, ct) =>
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), ct);
                reached.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            }
        );

        var asking = Reader("127.0.0.1").ReadAsync(Server.Url("/"), Ct);
        await reached.Task.WaitAsync(Patience.Limit, TimeProvider.System, Ct);
        Clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.False(asking.IsCompleted);
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(new LinkReading.Failed("timeout"), await asking.WaitAsync(Patience.Limit, TimeProvider.System, Ct));
    }

    [Fact]
    public async Task A_host_that_keeps_failing_is_left_alone_for_a_while_and_others_are_not()
    {
        Server.Answer("/", "HTTP/1.1 503 No\nConnection: close");
        Server.Text("/fine", "Your code is 54321");
        Names["other.lan"] = new(["127.0.0.1"]);
        var reader = Reader("127.0.0.1", "other.lan");
        for (var i = 0; i < 20; i++)
            Assert.Equal("status-503", await FailedAsync(reader, Server.Url("/")));

        Assert.Equal("host-keeps-failing", await FailedAsync(reader, Server.Url("/fine")));
        Assert.Equal("Your code is 54321", await ShownAsync(reader, Server.Url("/fine", "other.lan")));
        Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal("Your code is 54321", await ShownAsync(reader, Server.Url("/fine")));
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_a_failure()
    {
        Names["gone.example"] = new([]);

        Assert.Equal("no-address", await FailedAsync(Reader(), new Uri("https://gone.example/secret")));
    }

    private static byte[] Pack(string encoding, byte[] content)
    {
        using var packed = new MemoryStream();
        using (
            Stream packing =
                encoding == "br" ? new BrotliStream(packed, CompressionLevel.Fastest) : new GZipStream(packed, CompressionLevel.Fastest)
        )
            packing.Write(content);
        return packed.ToArray();
    }
}

/// <summary>What the process allocates is counted, so nothing else may run beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LinkLimitsAlone
{
    public const string Name = "what a link takes";
}
