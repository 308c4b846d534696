using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Bot.Chat;

/// <summary>The store's public address.</summary>
internal sealed class StoreAddress(IServer server, IOptions<StoreIdentity> store)
{
    /// <summary>Without a slash at its end; the configured one, or else the first that is bound.</summary>
    public string Public => store.Value.Address ?? Bound;

    public string Bound => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/') ?? "";

    /// <summary>Whether the address can be followed from another machine.</summary>
    public bool IsReachable =>
        Uri.TryCreate(Public, UriKind.Absolute, out var url) && !url.IsLoopback && url.Host.Contains('.', StringComparison.Ordinal);
}
