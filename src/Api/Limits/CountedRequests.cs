using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using XthonBot.Api.Envelopes;

namespace XthonBot.Api.Limits;

/// <summary>
/// Requests a minute, counted for each who asks, and told in the headers of the answer:
/// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers (version 10).
/// </summary>
/// <param name="name">Of the policy, as the headers call it.</param>
/// <param name="whose">For whom a request counts; null for nobody.</param>
internal sealed class CountedRequests(string name, int perMinute, TimeProvider time, Func<HttpContext, string?> whose)
    : PartitionedRateLimiter<HttpContext>
{
    private const string PolicyHeader = "RateLimit-Policy";
    private const string Header = "RateLimit";

    private readonly string policy = string.Create(
        CultureInfo.InvariantCulture,
        $"\"{name}\";q={perMinute};w={MinuteWindow.Length.TotalSeconds}"
    );

    private readonly PartitionedRateLimiter<HttpContext> windows = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        whose(context) is { } owner
            ? RateLimitPartition.Get(owner, _ => new MinuteWindow(perMinute, time))
            : RateLimitPartition.GetNoLimiter("nobody's")
    );

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => windows.GetStatistics(resource);

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount)
    {
        var lease = windows.AttemptAcquire(resource, permitCount);
        if (lease.TryGetMetadata(MinuteWindow.Window, out var window))
        {
            // One line for each policy; together they are a list.
            resource.Response.Headers.Append(PolicyHeader, policy);
            resource.Response.Headers.Append(Header, $"\"{name}\";r={window.Left};t={TooManyRequests.Seconds(window.Ends)}");
        }

        return lease;
    }

    // Runs after the limiter has refused, so the headers are set.
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(
        HttpContext resource,
        int permitCount,
        CancellationToken cancellationToken
    ) => windows.AcquireAsync(resource, permitCount, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            windows.Dispose();
        base.Dispose(disposing);
    }
}
