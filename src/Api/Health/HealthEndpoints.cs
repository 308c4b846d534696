using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Api.Health;

/// <summary>Whether the process lives, and whether it can work.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddHealth(this IServiceCollection services) =>
        services.AddSingleton<IReadinessCheck, DatabaseCheck>().AddSingleton<Readiness>();

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods(
                "/health/live",
                Read,
                (HttpContext context) => JsonBody.WriteAsync(context, StatusCodes.Status200OK, new HealthAnswer(true, []))
            )
            .ExcludeFromDescription();
        app.MapMethods(
                "/health/ready",
                Read,
                async (HttpContext context, Readiness readiness) =>
                {
                    var answer = await readiness.AskAsync(context.RequestAborted);
                    await JsonBody.WriteAsync(
                        context,
                        answer.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
                        answer
                    );
                }
            )
            .ExcludeFromDescription();
    }
}

internal sealed record HealthAnswer(bool Ok, HealthAnswer.Check[] Checks)
{
    internal sealed record Check(string Name, bool Ok, string? Detail);
}

internal sealed partial class Readiness(IEnumerable<IReadinessCheck> checks, TimeProvider time, ILogger<Readiness> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthAnswer> AskAsync(CancellationToken ct)
    {
        var answers = await Task.WhenAll(checks.Select(check => AskAsync(check, ct)));
        return new HealthAnswer(answers.All(a => a.Ok), answers);
    }

    private async Task<HealthAnswer.Check> AskAsync(IReadinessCheck check, CancellationToken ct)
    {
        try
        {
            using var deadline = new Deadline(Patience, time, ct);
            var state = await check.CheckAsync(deadline.Token).AsTask().WaitAsync(deadline.Token);
            return new HealthAnswer.Check(check.Name, state.IsReady, state.Detail);
        }
#pragma warning disable CA1031 // An exception is the result of the check.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogBroken(e, check.Name);
            return new HealthAnswer.Check(check.Name, false, "the check failed");
        }
    }

    [LoggerMessage(LogLevel.Warning, "The readiness check {Check} failed")]
    private partial void LogBroken(Exception fault, string check);
}

internal sealed class DatabaseCheck(DatabaseFile database) : IReadinessCheck
{
    public string Name => "database";

    public async ValueTask<ReadinessState> CheckAsync(CancellationToken ct) => new(await database.IsReadyAsync(ct));
}
