using Microsoft.AspNetCore.Http;

namespace XthonBot.Sandbox.Hosting;

/// <summary>
/// Who may knock. A port on loopback is still reachable from any web page that the developer has open, so a foreign Host
/// (DNS rebinding) and anything that another origin starts are turned away.
/// </summary>
internal static class Gate
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    public static Task PassAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if (request.Host.Host is not ("127.0.0.1" or "localhost" or "[::1]"))
            return RefuseAsync(http, "This Host is not the sandbox.");
        if (!IsPage(request.Path) && IsForeign(request))
            return RefuseAsync(http, "Other origins may not use the sandbox.");

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return next(http);
    }

    /// <summary>A link of another origin may lead here.</summary>
    private static bool IsPage(PathString path) => path.Value is "/" or "/sandbox" || path.StartsWithSegments("/desk/pay");

    /// <summary>Browsers name the origin of whatever may change something; programs send neither header.</summary>
    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host.Value}")
            return true;
        return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
    }

    private static Task RefuseAsync(HttpContext http, string why)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.Response.WriteAsync(why, http.RequestAborted);
    }
}
