namespace XthonBot.Sandbox.Gateway;

/// <summary>
/// The way out of the sandbox, to the store's own hooks and nowhere else: no proxy, no redirects, loopback by the callers' checks.
/// </summary>
internal static class Outbound
{
    public static HttpClient Client() =>
        new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                UseCookies = false,
            }
        )
        {
            Timeout = TimeSpan.FromSeconds(30),
        };
}
