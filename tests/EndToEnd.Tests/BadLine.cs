using System.Net;
using System.Net.Sockets;

namespace XthonBot.EndToEnd.Tests;

/// <summary>A way to the store that breaks in the middle of the answer to the first command, which was carried out.</summary>
internal sealed class BadLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Uri store;
    private readonly Task accepting;
    private int lost;

    public BadLine(Uri store)
    {
        this.store = store;
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Url => new($"http://{listener.LocalEndpoint}");

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
            _ = CarryAsync(await listener.AcceptTcpClientAsync(end.Token));
    }

    // One chunk is one request or one answer: both are small.
    private async Task CarryAsync(TcpClient client)
    {
        using var far = new TcpClient();
        using (client)
        {
            await far.ConnectAsync(store.Host, store.Port, end.Token);
            var (near, away, buffer) = (client.GetStream(), far.GetStream(), new byte[16 * 1024]);
            while (await near.ReadAsync(buffer, end.Token) is var sent and > 0)
            {
                var isCommand = buffer.AsSpan().StartsWith("POST"u8);
                await away.WriteAsync(buffer.AsMemory(0, sent), end.Token);
                var answered = await away.ReadAsync(buffer, end.Token);
                // Half of it: where there is none at all, some clients repeat a request without being asked.
                var breaks = isCommand && Interlocked.Exchange(ref lost, 1) == 0;
                await near.WriteAsync(buffer.AsMemory(0, breaks ? answered / 2 : answered), end.Token);
                if (breaks)
                    return;
            }
        }
    }
}
