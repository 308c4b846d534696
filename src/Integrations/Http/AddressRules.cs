using System.Net;
using System.Net.Sockets;

namespace XthonBot.Integrations.Http;

/// <summary>
/// Which addresses belong to the open internet, by IANA's registries of special-purpose addresses (RFC 6890 and what updates it).
/// </summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            // This network, private ones, the shared space of carriers, loopback, link-local (with it the clouds' metadata).
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            // Protocol assignments, documentation, the anycast of 6to4, benchmarks, multicast, reserved, broadcast.
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>
    /// The range of public addresses. Outside of it lie loopback, link-local, unique local and multicast addresses, and NAT64's
    /// 64:ff9b::/96.
    /// </summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // Within it: protocol assignments (with Teredo), documentation (RFC 3849, RFC 9637), 6to4, which leads to any address of the fourth
    // version.
    private static readonly IPNetwork[] NotPublicOfSix =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(network => IPNetwork.Parse(network)),
    ];

    public static bool IsPublic(IPAddress address) =>
        address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(NotPublic, network => network.Contains(address)),
            // One that carries an address of the fourth version is as good as that one.
            AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 => IsPublic(address.MapToIPv4()),
            AddressFamily.InterNetworkV6 => GlobalUnicast.Contains(address)
                && !Array.Exists(NotPublicOfSix, network => network.Contains(address)),
            _ => false,
        };
}
