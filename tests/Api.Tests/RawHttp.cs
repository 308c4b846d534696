using System.Net.Sockets;
using System.Text;

namespace XthonBot.Api.Tests;

/// <summary>For requests that a decent HTTP client would not send.</summary>
internal static class RawHttp
{
    /// <summary>Sends the bytes and reads until the server closes.</summary>
    public static async Task<string> SendAsync(Uri server, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
