using System.Net;
using System.Net.Sockets;

namespace XthonBot.Api.Keys;

/// <summary>Identifies a client without a key by its address.</summary>
internal static class ClientAddress
{
    /// <summary>One address, or the /64 that one holder of IPv6 addresses usually has.</summary>
    public static string Of(IPAddress? address) =>
        address switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
            _ => address.ToString(),
        };
}
