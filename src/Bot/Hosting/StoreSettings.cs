using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace XthonBot.Bot.Hosting;

/// <summary>The section <c>Store</c> of the configuration.</summary>
internal sealed class StoreSettings
{
    public string Name { get; set; } = "Xthon Virtual";

    /// <summary>Where customers and gateways reach the store, such as <c>https://numbers.example.org</c>.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>How customers reach the operator, such as <c>@name</c>.</summary>
    public string? Contact { get; set; }
}

/// <summary>The store's address as others know it.</summary>
internal sealed class StoreAddress(IServer server, IOptions<StoreSettings> settings)
{
    /// <summary>Without a slash at its end; the configured one, or else the first that is bound.</summary>
    public string Public => settings.Value.PublicUrl is { Length: > 0 } url ? url.TrimEnd('/') : Bound;

    public string Bound => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/') ?? "";

    /// <summary>Whether the address can be followed from another machine.</summary>
    public bool IsReachable => Uri.TryCreate(Public, UriKind.Absolute, out var url) && !url.IsLoopback && url.Host.Contains('.', StringComparison.Ordinal);
}
