using Microsoft.AspNetCore.Http;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Api.Docs;

internal static class BaseUrls
{
    /// <summary>The store's public address, or else the address of the request; without a slash at its end.</summary>
    public static string BaseUrl(this StoreIdentity store, HttpRequest request) =>
        store.Address ?? $"{request.Scheme}://{request.Host}{request.PathBase}";
}
