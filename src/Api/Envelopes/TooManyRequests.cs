using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace XthonBot.Api.Envelopes;

internal static class TooManyRequests
{
    /// <param name="wait">After which it is worth asking again.</param>
    public static Failure Refuse(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Seconds(wait);
        return Failure.Of(StatusCodes.Status429TooManyRequests);
    }

    /// <summary>Whole seconds, none of them too few.</summary>
    public static string Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
