using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace XthonBot.Api.Tests.Outbound;

/// <summary>A server on loopback that answers byte by byte what a test says, also what no proper server would.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentDictionary<string, Func<Stream, CancellationToken, Task>> answers = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly Task accepting;

    public RawServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The heads of all requests so far.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    public Uri Url(string path, string host = "127.0.0.1") => new($"http://{host}:{Port}{path}");

    /// <summary>Answers a path with these bytes and closes.</summary>
    public void Answer(string path, string head, byte[]? body = null) =>
        Answer(
            path,
            async (stream, ct) =>
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), ct);
                await stream.WriteAsync(body, ct);
            }
        );

    public void Text(string path, string body) =>
        Answer(path, "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nConnection: close", Encoding.UTF8.GetBytes(body));

    public void Redirect(string path, string to, int status = 302) =>
        Answer(path, $"HTTP/1.1 {status} Moved\nLocation: {to}\nContent-Length: 0\nConnection: close");

    public void Answer(string path, Func<Stream, CancellationToken, Task> answer) => answers[path] = answer;

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(ended.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
                var head = new StringBuilder();
                while (await reader.ReadLineAsync(ended.Token) is { Length: > 0 } line)
                    head.AppendLine(line);
                requests.Enqueue(head.ToString());
                var path = head.ToString().Split(' ') is [_, var asked, ..] ? asked : "";
                if (answers.TryGetValue(path, out var answer))
                    await answer(stream, ended.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The far end had enough.
            }
        }
    }
}
