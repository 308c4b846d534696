using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Activations;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Keys;

namespace XthonBot.Api.Limits;

/// <summary>The section <c>RateLimit</c>: requests a minute under <c>/api/v2</c>, 0 = off.</summary>
internal sealed class RateLimitOptions
{
    public int PerKey { get; set; }

    public int PerAddress { get; set; }
}

internal static class RateLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection("RateLimit"))
            .Validate(o => o.PerKey >= 0, "RateLimit:PerKey must be 0 (off) or more")
            .Validate(o => o.PerAddress >= 0, "RateLimit:PerAddress must be 0 (off) or more")
            .ValidateOnStart();
        return services;
    }

    /// <summary>Comes before the key is looked up, so that guessing costs little.</summary>
    public static void UseAddressLimit(this IApplicationBuilder app, RateLimitOptions limits) => app.UseLimit(
        limits.PerAddress, context => EnvelopeMiddleware.IsApi(context.Request.Path) || ActivationEndpoints.Covers(context.Request.Path) ? Address(context.Connection.RemoteIpAddress) : null);

    /// <summary>Comes after the key was found valid: made-up keys have no counters.</summary>
    public static void UseKeyLimit(this IApplicationBuilder app, RateLimitOptions limits) => app.UseLimit(
        limits.PerKey, context => context.Features.Get<Caller>()?.Key);

    /// <summary>One address, or the /64 that one holder of IPv6 addresses usually has.</summary>
    internal static string Address(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static void UseLimit(this IApplicationBuilder app, int perMinute, Func<HttpContext, string?> whose)
    {
        if (perMinute == 0)
            return;
        app.UseRateLimiter(new RateLimiterOptions
        {
            GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => whose(context) is { } owner
                ? RateLimitPartition.GetFixedWindowLimiter(owner, _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = Window })
                : RateLimitPartition.GetNoLimiter("nobody's")),
            OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
                rejected.HttpContext.Response.Headers.RetryAfter =
                    Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return new ValueTask(Failure.Of(StatusCodes.Status429TooManyRequests).WriteAsync(rejected.HttpContext));
            },
        });
    }
}
