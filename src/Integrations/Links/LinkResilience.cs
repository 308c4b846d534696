using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.CircuitBreaker;
using Polly.Telemetry;
using XthonBot.Integrations.Http;

namespace XthonBot.Integrations.Links;

/// <summary>Says which requests are tried again at once, and when a host is left alone.</summary>
internal static class LinkResilience
{
    public static void AddLinkResilience(this IHttpClientBuilder client)
    {
        // Its words name hosts, and a link is nobody's to read.
        client.Services.Configure<TelemetryOptions>(telemetry => telemetry.LoggerFactory = NullLoggerFactory.Instance);
        client
            .AddResilienceHandler(LinkReader.Client, (pipeline, context) => Configure(pipeline, context.ServiceProvider))
            // A host that is down holds up nobody but its own links.
            .SelectPipelineByAuthority();
    }

    private static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, IServiceProvider services)
    {
        pipeline.TimeProvider = services.GetRequiredService<TimeProvider>();
        // A provider serves the links of many numbers: once it is down, a question now and then tells when it is back.
        pipeline.AddCircuitBreaker(
            new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = 0.9,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(15),
                ShouldHandle = outcome => ValueTask.FromResult(IsTransient(outcome)),
            }
        );
        // A connection that was kept may have been closed meanwhile. A longer trouble is left to the sweep, which waits between its tries.
        pipeline.AddRetry(
            new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 1,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Constant,
                ShouldRetryAfterHeader = false,
                ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Exception is HttpRequestException e && IsWorthwhile(e)),
            }
        );
    }

    private static bool IsTransient(CircuitBreakerPredicateArguments<HttpResponseMessage> outcome) =>
        outcome.Outcome.Exception is HttpRequestException e
            ? IsWorthwhile(e)
            : outcome.Outcome.Result?.StatusCode >= HttpStatusCode.InternalServerError;

    // A refusal here is final, and says nothing about the host.
    private static bool IsWorthwhile(HttpRequestException e) => e.InnerException is not OutboundRefusedException;
}
