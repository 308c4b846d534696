using System.Globalization;
using System.Net.Sockets;
using System.Text;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Api.Tests.Fuzz;

/// <param name="Took">From the connection on, until the last byte of the answer.</param>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body, TimeSpan Took)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);
}

/// <summary>Sends one request over a connection of its own and reads one answer.</summary>
internal static class Wire
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>Null where the server hung up without a word.</returns>
    public static async Task<WireAnswer?> AskAsync(Uri server, byte[] request, bool hasBody)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };
        await socket.ConnectAsync(server.Host, server.Port, patience.Token);
        var began = TimeProvider.System.GetTimestamp();
        // Side by side: who sends too much is answered before all of it is taken.
        var sending = SendAsync(socket, request, patience.Token);
        var received = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var count = await ReceiveAsync(socket, buffer, patience.Token);
            received.Write(buffer, 0, count);
            var answer = Read(received.GetBuffer().AsSpan(0, (int)received.Length), hasBody, TimeProvider.System.GetElapsedTime(began));
            if (answer is null && count > 0)
                continue;
            socket.Close();
            await sending;
            return answer;
        }
    }

    private static async Task SendAsync(Socket socket, byte[] request, CancellationToken ct)
    {
        try
        {
            for (var sent = 0; sent < request.Length; )
                sent += await socket.SendAsync(request.AsMemory(sent), ct);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The answer is there already, or the reader says what is wrong.
        }
    }

    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer, CancellationToken ct)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, ct);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static WireAnswer? Read(ReadOnlySpan<byte> bytes, bool hasBody, TimeSpan took)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return null;
        var head = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
        var status = int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture);
        // "Go on", as asked for; the answer itself follows.
        if (status == 100)
            return Read(bytes[(end + 4)..], hasBody, took);
        var headers = head[1..]
            .Select(line => line.Split(": ", 2))
            .GroupBy(h => h[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Select(v => v[1])), StringComparer.OrdinalIgnoreCase);
        var length =
            hasBody && status != 204 ? int.Parse(headers.GetValueOrDefault("Content-Length") ?? "0", CultureInfo.InvariantCulture) : 0;
        var body = bytes[(end + 4)..];
        return body.Length < length ? null : new WireAnswer(status, headers, Encoding.UTF8.GetString(body[..length]), took);
    }
}
