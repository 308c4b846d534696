using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Keys;
using XthonBot.Api.Limits;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Api.HandlerApi;

/// <summary>Finds out whose a request of the protocol is, and writes the answer.</summary>
internal sealed partial class HandlerApiAuthenticator(
    ApiKeyAuthenticator door,
    RequestLimits limits,
    ActivationActions actions,
    ILogger<HandlerApiAuthenticator> log
)
{
    /// <summary>The reason, for a person who debugs: the protocol's words have no room for it.</summary>
    private const string RefusedHeader = "X-Refused-Parameter";
    private const int LongestName = 64;

    public async Task HandleAsync(HttpContext context)
    {
        if (await AnswerAsync(context) is not { } answer)
            return;
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType =
            answer.StartsWith('{') || answer.StartsWith('[') ? "application/json; charset=utf-8" : "text/plain; charset=utf-8";
        var bytes = Encoding.UTF8.GetBytes(answer);
        response.ContentLength = bytes.Length;
        await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }

    /// <returns>Null where too much was asked for, which is answered already: to wait and come again is what clients do at any status but
    /// 200.</returns>
    private async Task<string?> AnswerAsync(HttpContext context)
    {
        try
        {
            var request = await ActivationRequest.ReadAsync(context.Request, context.RequestAborted);
            if (request.Key is not { } key)
                return "BAD_KEY";
            if (key.Length == 0)
                return "NO_KEY";
            var (caller, refused) = await door.OpenAsync(context, key);
            if (caller is not null)
            {
                context.Features.Set(caller);
                using var lease = limits.PerKey?.AttemptAcquire(context);
                refused = lease is { IsAcquired: false } ? RateLimits.TooMany(context, lease) : null;
            }

            if (refused is { Status: StatusCodes.Status429TooManyRequests })
            {
                await refused.WriteAsync(context);
                return null;
            }

            if (caller is null)
                return "BAD_KEY";
            var answer = await actions.AnswerAsync(caller, request, context.RequestAborted);
            if (request.Refused is { } name)
                context.Response.Headers[RefusedHeader] = Readable(name);
            return answer;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return "";
        }
        catch (BadHttpRequestException)
        {
            return "BAD_ACTION";
        }
        catch (Exception e) when (e.IsDatabaseAway())
        {
            LogAway(e.GetType().Name);
            return "ERROR_SQL";
        }
#pragma warning disable CA1031 // The last line of defence: it is logged, and the client hears what the protocol has for it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(e);
            return "ERROR_SQL";
        }
    }

    /// <summary>The client chooses the name of the parameter, and a header may not hold every character.</summary>
    private static string Readable(string name) =>
        new([.. name.Take(LongestName).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '[' or ']' ? c : '?')]);

    [LoggerMessage(LogLevel.Warning, "The database is away: a client of the activation protocol could not be answered ({Kind})")]
    private partial void LogAway(string kind);

    [LoggerMessage(LogLevel.Error, "Fault while a client of the activation protocol was answered")]
    private partial void LogFault(Exception fault);
}
