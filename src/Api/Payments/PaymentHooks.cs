using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Api.Payments;

/// <summary>Where the providers of payments tell what happened to one.</summary>
internal static class PaymentHooks
{
    private static readonly ApiArea Area = new("/hooks/pay", IsEnveloped: true);

    public static IServiceCollection AddPaymentHooks(this IServiceCollection services) => services.AddSingleton<PaymentHook>();

    public static void MapPaymentHooks(this IEndpointRouteBuilder app) =>
        app.MapPost(Area.Root + "/{name}", (string name, HttpContext context, PaymentHook hook) => hook.HandleAsync(name, context))
            .WithMetadata(Area, BodyLimit.Default)
            .ExcludeFromDescription();
}

/// <param name="Taken">Always true: what it says is in the books.</param>
internal sealed record PaymentHookData(bool Taken);

internal sealed partial class PaymentHook(ReceiveHookHandler hooks, ILogger<PaymentHook> log)
{
    private const string RetryAfterSeconds = "10";

    /// <summary>
    /// Answers 200 only once what the request says is in the books. A provider that is answered 4xx may never send it again, so the store's
    /// own trouble, of whatever kind, is 503.
    /// </summary>
    public async Task<ApiResult<PaymentHookData>> HandleAsync(string name, HttpContext context)
    {
        var ct = context.RequestAborted;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, ct);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        try
        {
            var request = new HookRequest(headers, body.GetBuffer().AsMemory(0, (int)body.Length));
            var (outcome, reason) = await hooks.HandleAsync(name, request, ct);
            return Answer(outcome, name, reason, context);
        }
#pragma warning disable CA1031 // It is logged as the fault that it is; the provider is to send it again.
        catch (Exception e) when (!ct.IsCancellationRequested && !e.IsDatabaseAway())
#pragma warning restore CA1031
        {
            LogFault(e, name);
            return Later(context, "The store could not take it");
        }
    }

    // The name is written to the log only where it is one of the configuration.
    private ApiResult<PaymentHookData> Answer(HookOutcome outcome, string name, string? reason, HttpContext context)
    {
        switch (outcome)
        {
            case HookOutcome.Taken:
                LogTaken(name);
                return new PaymentHookData(true);
            case HookOutcome.NoWay:
                return Failure.Of(StatusCodes.Status404NotFound);
            case HookOutcome.Malformed:
                LogMalformed(name, reason);
                return Failure.Of(StatusCodes.Status400BadRequest);
            case HookOutcome.Later:
                LogLater(name, reason);
                return Later(context, "The provider does not answer");
            default:
                LogForged(name, context.Connection.RemoteIpAddress?.ToString(), reason);
                return new Failure(StatusCodes.Status401Unauthorized, "Missing or invalid signature");
        }
    }

    private static Failure Later(HttpContext context, string message)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return new Failure(StatusCodes.Status503ServiceUnavailable, message + ", send it again");
    }

    [LoggerMessage(LogLevel.Debug, "The way to pay {Way} was told something, which is taken")]
    private partial void LogTaken(string way);

    [LoggerMessage(LogLevel.Warning, "The way to pay {Way} was told something that cannot be read: {Reason}")]
    private partial void LogMalformed(string way, string? reason);

    [LoggerMessage(LogLevel.Warning, "The way to pay {Way} was told something about which its provider cannot be asked now: {Reason}")]
    private partial void LogLater(string way, string? reason);

    [LoggerMessage(LogLevel.Warning, "A request from {Address} to the hook of the way to pay {Way} is not its provider's: {Reason}")]
    private partial void LogForged(string way, string? address, string? reason);

    [LoggerMessage(LogLevel.Error, "What the way to pay {Way} was told could not be taken")]
    private partial void LogFault(Exception fault, string way);
}
