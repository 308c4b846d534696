using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Api.Envelopes;

/// <summary>
/// Puts every answer of the API into the envelope, also refusals of routing and of Kestrel, and faults.
/// </summary>
internal sealed partial class EnvelopeMiddleware(RequestDelegate next, ApiAreas areas, ILogger<EnvelopeMiddleware> logger)
{
    private const int ClientClosedRequest = 499;

    // A database that restarts is back within seconds.
    private const string RetryAfterSeconds = "2";

    public Task InvokeAsync(HttpContext context) => areas.Of(context) is { IsEnveloped: true } ? AnswerAsync(context) : next(context);

    private async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; the status is for the request log.
            if (!response.HasStarted)
                response.StatusCode = ClientClosedRequest;
            return;
        }
        catch (BadHttpRequestException e) when (!response.HasStarted)
        {
            response.Clear();
            response.StatusCode = e.StatusCode;
        }
        catch (Exception e) when (!response.HasStarted && e.IsDatabaseAway())
        {
            LogAway(context.Request.Method, context.GetEndpoint()?.DisplayName, e.GetType().Name);
            response.Clear();
            response.Headers.RetryAfter = RetryAfterSeconds;
            await Failure.Of(StatusCodes.Status503ServiceUnavailable).WriteAsync(context);
            return;
        }
#pragma warning disable CA1031 // The last line of defence: it is logged, and the caller learns an id to ask about.
        catch (Exception e) when (!response.HasStarted)
#pragma warning restore CA1031
        {
            var id = RandomNumberGenerator.GetHexString(16, lowercase: true);
            LogFault(e, id, context.Request.Method, context.GetEndpoint()?.DisplayName);
            response.Clear();
            await new Failure(StatusCodes.Status500InternalServerError, $"Internal error, id {id}").WriteAsync(context);
            return;
        }

        if (response.HasStarted || response.StatusCode < StatusCodes.Status400BadRequest)
            return;

        // Routing answered 405 and wrote Allow, which is what OPTIONS asks for.
        if (response.StatusCode == StatusCodes.Status405MethodNotAllowed && HttpMethods.IsOptions(context.Request.Method))
            response.StatusCode = StatusCodes.Status204NoContent;
        else
            await Failure.Of(response.StatusCode).WriteAsync(context);
    }

    [LoggerMessage(LogLevel.Warning, "The database is away: {Method} {Endpoint} could not be answered ({Kind})")]
    private partial void LogAway(string method, string? endpoint, string kind);

    [LoggerMessage(LogLevel.Error, "Fault {Id} in {Method} {Endpoint}")]
    private partial void LogFault(Exception fault, string id, string method, string? endpoint);
}
