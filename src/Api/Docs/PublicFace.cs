using Microsoft.AspNetCore.Http;

namespace XthonBot.Api.Docs;

/// <summary>What of the section <c>Store</c> the outside sees.</summary>
internal sealed class PublicFace
{
    public string Name { get; set; } = "Xthon Virtual";

    /// <summary>The address that customers and gateways use, such as <c>https://xthonvirtual.store</c>; empty for whatever they asked for.</summary>
    public string PublicUrl { get; set; } = "";

    public bool IsValid => PublicUrl.Length == 0
        || (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length + url.Fragment.Length == 0);

    /// <summary>Without a slash at its end.</summary>
    public string BaseUrl(HttpRequest request) =>
        PublicUrl.Length > 0 ? PublicUrl.TrimEnd('/') : $"{request.Scheme}://{request.Host}{request.PathBase}";
}
