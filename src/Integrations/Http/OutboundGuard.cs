using System.Net;
using System.Net.Sockets;

namespace XthonBot.Integrations.Http;

/// <summary>An address that the store does not go to. The reason is a word, and says nothing of the address.</summary>
internal sealed class OutboundRefusedException(string reason) : IOException($"Refused: {reason}")
{
    public string Reason => reason;
}

/// <summary>Finds the addresses of a host.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken ct);

/// <summary>
/// Keeps requests to addresses that others wrote down away from what is not theirs: this machine, its network, the metadata of its cloud.
/// The host is looked up here and the checked address itself connected to, so that a name which leads elsewhere a moment later gains
/// nothing.
/// </summary>
/// <param name="allowedHosts">Those that may be anywhere, by their exact names.</param>
internal sealed class OutboundGuard(IEnumerable<string> allowedHosts, ResolveHost resolve)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // A name that moved is noticed, though a connection to it is kept.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly HashSet<string> allowed = new(allowedHosts.Select(Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks at an address before anything is sent: its scheme, and that it carries no name and password.</summary>
    /// <exception cref="OutboundRefusedException"/>
    public static void Check(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            throw new OutboundRefusedException("scheme");
        if (address.UserInfo.Length > 0)
            throw new OutboundRefusedException("credentials");
    }

    /// <summary>
    /// A handler whose every connection goes through the guard. It follows no redirect and keeps no cookie; proxies of the environment are
    /// passed by.
    /// </summary>
    public SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.All,
            // In KB.
            MaxResponseHeadersLength = 16,
            // The rest of an answer is not waited for.
            MaxResponseDrainSize = 0,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, ct),
        };

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint to, CancellationToken ct)
    {
        var found = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await resolve(to.Host, ct);
        var addresses = allowed.Contains(Name(to.Host)) ? found : Array.FindAll(found, AddressRules.IsPublic);
        if (addresses.Length == 0)
            throw new OutboundRefusedException(found.Length == 0 ? "no-address" : "private-address");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // As in links: an address of the sixth version may stand in brackets, a name may end with the dot of the root.
    private static string Name(string host) => host.Trim('[', ']').TrimEnd('.');
}
