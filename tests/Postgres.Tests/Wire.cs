using System.Net;
using System.Net.Sockets;

namespace XthonBot.Postgres.Tests;

/// <summary>
/// The wire between a process and its database, which a test can cut: what went over it breaks, and nobody answers any more.
/// </summary>
internal sealed class Wire : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource cut = new();
    private readonly (string Host, int Port) server;

    public Wire(string host, int port)
    {
        server = (host, port);
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Cut()
    {
        listener.Stop();
        cut.Cancel();
    }

    public void Dispose()
    {
        Cut();
        listener.Dispose();
        cut.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await listener.AcceptTcpClientAsync(cut.Token));
        }
        catch (Exception) when (cut.IsCancellationRequested)
        {
            // It was cut.
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var nearEnd = near;
        using var farEnd = new TcpClient();
        var token = cut.Token;
        try
        {
            await farEnd.ConnectAsync(server.Host, server.Port, token);
            await Task.WhenAny(
                nearEnd.GetStream().CopyToAsync(farEnd.GetStream(), token),
                farEnd.GetStream().CopyToAsync(nearEnd.GetStream(), token)
            );
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // Either end went, or it was cut.
        }
    }
}
