using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Api.Limits;

/// <summary>The section <c>RateLimit</c>: requests a minute to the API, and what is dearer than most; 0 = off.</summary>
internal sealed class RateLimitOptions
{
    public int PerKey { get; set; } = 2_400;

    public int PerAddress { get; set; } = 6_000;

    /// <summary>How many answers may be held for one key until a code comes.</summary>
    public int HeldAnswers { get; set; } = 100;

    /// <summary>How many deliveries a minute one customer may ask for: each is a request to somewhere else.</summary>
    public int WebhookTests { get; set; } = 5;
}

internal sealed class RateLimitCheck : OptionsCheck<RateLimitOptions>
{
    protected override IEnumerable<string?> Problems(RateLimitOptions options) =>
        [
            Setting.NotNegative("RateLimit:PerKey", options.PerKey, "off"),
            Setting.NotNegative("RateLimit:PerAddress", options.PerAddress, "off"),
            Setting.NotNegative("RateLimit:HeldAnswers", options.HeldAnswers, "off"),
            Setting.NotNegative("RateLimit:WebhookTests", options.WebhookTests, "off"),
        ];
}

internal static class RateLimits
{
    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRateLimiter(_ => { }).AddSingleton<RequestLimits>().AddSingleton<HeldAnswers>();
        return services.AddSettings<RateLimitOptions, RateLimitCheck>(configuration, "RateLimit");
    }

    /// <summary>Counts requests from here on: at this place of the pipeline it is known for whom they count.</summary>
    public static void UseLimit(this IApplicationBuilder app, CountedRequests? limit)
    {
        if (limit is not null)
        {
            app.UseRateLimiter(
                new RateLimiterOptions
                {
                    GlobalLimiter = limit,
                    OnRejected = (rejected, _) =>
                        new ValueTask(TooMany(rejected.HttpContext, rejected.Lease).WriteAsync(rejected.HttpContext)),
                }
            );
        }
    }

    public static Failure TooMany(HttpContext context, RateLimitLease refused) =>
        TooManyRequests.Refuse(context, refused.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : MinuteWindow.Length);
}

/// <summary>Marks an endpoint that makes the store send a request to somewhere else.</summary>
internal sealed class AsksForDelivery
{
    public static readonly AsksForDelivery Mark = new();

    private AsksForDelivery() { }
}

/// <summary>The limits that are on; null for one that is off.</summary>
internal sealed class RequestLimits(IOptions<RateLimitOptions> options, ApiAreas areas, TimeProvider time) : IDisposable
{
    /// <summary>Comes before the key is looked up, so that guessing costs little.</summary>
    public CountedRequests? PerAddress { get; } =
        Of(
            "address",
            options.Value.PerAddress,
            time,
            context => areas.Of(context) is { IsCounted: true } ? ClientAddress.Of(context.Connection.RemoteIpAddress) : null
        );

    /// <summary>Comes after the key was found valid: made-up keys have no counters.</summary>
    public CountedRequests? PerKey { get; } = Of("key", options.Value.PerKey, time, context => context.Features.Get<Caller>()?.Text);

    /// <summary>Of endpoints marked by <see cref="AsksForDelivery"/>.</summary>
    public CountedRequests? WebhookTests { get; } =
        Of(
            "webhook-tests",
            options.Value.WebhookTests,
            time,
            context => context.Features.Get<Caller>()?.Id.Value.ToString(CultureInfo.InvariantCulture)
        );

    public void Dispose()
    {
        WebhookTests?.Dispose();
        PerAddress?.Dispose();
        PerKey?.Dispose();
    }

    private static CountedRequests? Of(string name, int perMinute, TimeProvider time, Func<HttpContext, string?> whose) =>
        perMinute == 0 ? null : new CountedRequests(name, perMinute, time, whose);
}
