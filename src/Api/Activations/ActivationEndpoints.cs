using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Keys;
using XthonBot.Api.Limits;
using XthonBot.Core.Data;

namespace XthonBot.Api.Activations;

/// <summary>
/// The activation protocol, for the many clients that speak it: a thin translation onto the store's use cases. Its answers are words
/// with HTTP 200, errors too, since its clients take any other status for a broken connection.
/// </summary>
internal static class ActivationEndpoints
{
    private const string Path = "/stubs/handler_api.php";

    public static bool Covers(PathString path) => path.Equals(Path, StringComparison.OrdinalIgnoreCase);

    public static IServiceCollection AddActivations(this IServiceCollection services) => services.AddSingleton<ActivationActions>().AddSingleton<ActivationDoor>();

    public static void MapActivations(this IEndpointRouteBuilder app) => app
        .MapMethods(Path, [HttpMethods.Get, HttpMethods.Post], (HttpContext context, ActivationDoor door) => door.HandleAsync(context))
        .WithMetadata(BodyLimit.Default).ExcludeFromDescription();
}

/// <summary>Reads a request of the protocol, finds out whose it is, and writes the answer.</summary>
internal sealed partial class ActivationDoor(KeyDoor door, RequestLimits limits, ActivationActions actions, ILogger<ActivationDoor> log)
{
    private const int LongestValue = 255;

    public async Task HandleAsync(HttpContext context)
    {
        if (await AnswerAsync(context) is not { } answer)
            return;
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType = answer.StartsWith('{') || answer.StartsWith('[') ? "application/json; charset=utf-8" : "text/plain; charset=utf-8";
        var bytes = Encoding.UTF8.GetBytes(answer);
        response.ContentLength = bytes.Length;
        await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }

    /// <returns>Null where too much was asked for, which is answered already: to wait and come again is what clients do at any status but 200.</returns>
    private async Task<string?> AnswerAsync(HttpContext context)
    {
        try
        {
            var parameters = await ReadAsync(context.Request, context.RequestAborted);
            if (parameters is null)
                return "BAD_ACTION";
            var key = parameters("api_key");
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

            return caller is null ? "BAD_KEY" : await actions.AnswerAsync(parameters("action"), caller, parameters, context.RequestAborted);
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

    // The query goes first: its parameters are there before a body is read.
    private static async Task<Func<string, string>?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        IFormCollection? form = null;
        if (request.HasFormContentType)
        {
            try
            {
                form = await request.ReadFormAsync(ct);
            }
            catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
            {
                return null;
            }
        }
        else if (request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0)
            await request.Body.CopyToAsync(Stream.Null, ct);

        return name =>
        {
            var value = request.Query.TryGetValue(name, out var inQuery) ? inQuery : form is not null && form.TryGetValue(name, out var inForm) ? inForm : default;
            // Given twice it says nothing, and so does one that no client sends.
            return value.Count == 1 && value[0] is { Length: <= LongestValue } one ? one.Trim() : "";
        };
    }

    [LoggerMessage(LogLevel.Warning, "The database is away: a client of the activation protocol could not be answered ({Kind})")]
    private partial void LogAway(string kind);

    [LoggerMessage(LogLevel.Error, "Fault while a client of the activation protocol was answered")]
    private partial void LogFault(Exception fault);
}
