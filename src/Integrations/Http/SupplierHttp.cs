using System.Net;

namespace XthonBot.Integrations.Http;

internal static class SupplierHttp
{
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>A client for addresses that the operator wrote down; how long an answer may take is each request's own.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler
    {
        // An address that moved is the operator's to correct: the key is not carried elsewhere.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes };
}
