using System.Net;
using System.Net.Sockets;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.ApiKeys;

/// <summary>Addresses and networks, IPv4 and IPv6, from which a key may be used.</summary>
public sealed class AllowedNetworks
{
    /// <summary>At most this many in one list.</summary>
    public const int Most = 20;

    private const string Separators = ", ;\n\r\t";
    private readonly IPNetwork[] networks;

    private AllowedNetworks(IPNetwork[] networks) => this.networks = networks;

    /// <summary>Reads addresses (<c>203.0.113.7</c>) and networks (<c>203.0.113.0/24</c>), with commas or space between them.</summary>
    /// <returns><see cref="Error.Invalid"/> where one is neither, where there is none, and where there are more than
    /// <see cref="Most"/>.</returns>
    public static Result<AllowedNetworks> Parse(string? text)
    {
        var parts = (text ?? "").Split(Separators.ToCharArray(), StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > Most)
            return new Error.Invalid("addresses", "address-count");
        var networks = new List<IPNetwork>(parts.Length);
        foreach (var part in parts)
        {
            if (!TryRead(part, out var network))
                return new Error.Invalid("addresses", "address-format");
            if (!networks.Contains(network))
                networks.Add(network);
        }

        return new AllowedNetworks([.. networks]);
    }

    public bool Contain(IPAddress address)
    {
        var plain = Plain(address);
        foreach (var network in networks)
        {
            if (network.Contains(plain))
                return true;
        }

        return false;
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Join(", ", networks.Select(Write));

    internal static AllowedNetworks? Stored(string? text) => text is null ? null : Parse(text).Value;

    private static bool TryRead(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/');
        // The runtime reads 10.1 as 10.0.0.1, 10.0.0.5/8 as 10.0.0.0/8, and names of interfaces; what is unclear is refused.
        var written = slash < 0 ? text : text[..slash];
        if (
            !IPAddress.TryParse(written, out var address)
            || address.IsIPv4MappedToIPv6
            || written.Contains('%', StringComparison.Ordinal)
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != written)
        )
            return false;
        if (slash >= 0)
            return IPNetwork.TryParse(text, out network) && network.BaseAddress.Equals(address);
        network = new IPNetwork(address, Bits(address));
        return true;
    }

    private static string Write(IPNetwork network) =>
        network.PrefixLength == Bits(network.BaseAddress) ? network.BaseAddress.ToString() : network.ToString();

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
