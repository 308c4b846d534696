using System.Buffers.Text;
using System.Net.Sockets;

namespace XthonBot.Load.Loads;

/// <summary>One kept connection that sends ready-made requests: next to nothing is left of the load's own work.</summary>
internal sealed class HttpConnection(int bufferBytes) : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[bufferBytes];

    public static async Task<HttpConnection> OpenAsync(Uri url, int bufferBytes = 64 * 1024)
    {
        var connection = new HttpConnection(bufferBytes);
        await connection.socket.ConnectAsync(url.Host, url.Port);
        return connection;
    }

    /// <exception cref="InvalidOperationException">The answer is not 200; its text says why.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> request, CancellationToken ct = default)
    {
        await socket.SendAsync(request, ct);
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), ct);
            if (read == 0)
                throw new InvalidOperationException("The store closed the connection.");
            length += read;
            if (!IsWhole(buffer.AsSpan(0, length)))
                continue;
            if (!buffer.AsSpan(9, 3).SequenceEqual("200"u8))
                throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(buffer.AsSpan(0, length)));
            return;
        }
    }

    public void Dispose() => socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var name = "Content-Length: "u8;
        var at = answer[..head].IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(answer[(at + name.Length)..], out int body, out _)
            ? answer.Length >= head + 4 + body
            : throw new InvalidOperationException("The answer does not say how long it is.");
    }
}
