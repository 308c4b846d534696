using System.Net;
using Telegram.Bot.Exceptions;

namespace XthonBot.Bot.Telegram.Sending;

/// <summary>The result of one try of a call.</summary>
internal abstract record CallResult
{
    /// <summary>Telegram has decided.</summary>
    /// <param name="Status">The decision.</param>
    /// <param name="ErrorCode">Telegram's code for it, 0 when it was done.</param>
    /// <param name="Reason">Telegram's words for it.</param>
    internal sealed record Final(SendStatus Status, int ErrorCode = 0, string? Reason = null) : CallResult;

    internal sealed record TooMany(TimeSpan RetryAfter) : CallResult;

    /// <summary>No answer, or none that says anything: nobody knows whether the call arrived.</summary>
    /// <param name="MayHaveArrived">False where something answered, or was never reached: then it is soon tried again.</param>
    internal sealed record Lost(string Kind, string Reason, bool MayHaveArrived) : CallResult;

    /// <summary>The call itself threw what no network does: a mistake of its writer.</summary>
    internal sealed record Broken(Exception Mistake) : CallResult;

    /// <summary>Every 429 names its pause; this stands in should one come without.</summary>
    private static readonly TimeSpan UnnamedPause = TimeSpan.FromSeconds(1);

    public static CallResult Read(Exception exception) =>
        exception switch
        {
            ApiRequestException api => Read(api),
            // The client wraps what the network throws, its own timeout and answers that it cannot read in this one.
            RequestException lost => new Lost(KindOf(lost), lost.Message, MayBeThere(lost)),
            HttpRequestException or IOException or TimeoutException or OperationCanceledException => new Lost(
                exception.GetType().Name,
                exception.Message,
                MayBeThere(exception)
            ),
            _ => new Broken(exception),
        };

    private static CallResult Read(ApiRequestException api) =>
        api.ErrorCode switch
        {
            429 => new TooMany(api.Parameters?.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : UnnamedPause),
            >= 500 => new Lost($"HTTP {api.ErrorCode}", api.Message, MayHaveArrived: false),
            400 when Says(api, "message is not modified") => new Final(SendStatus.Sent),
            400 when Says(api, "chat not found") => new Final(SendStatus.Blocked, api.ErrorCode, api.Message),
            403 => new Final(SendStatus.Blocked, api.ErrorCode, api.Message),
            _ => new Final(SendStatus.Rejected, api.ErrorCode, api.Message),
        };

    private static string KindOf(RequestException lost) =>
        lost switch
        {
            { HttpStatusCode: { } status and not HttpStatusCode.OK } => $"HTTP {(int)status}",
            { InnerException: { } inner } => inner.GetType().Name,
            _ => nameof(RequestException),
        };

    private static bool MayBeThere(Exception exception) =>
        exception switch
        {
            RequestException { HttpStatusCode: not null } => false,
            RequestException { InnerException: { } inner } => MayBeThere(inner),
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
            } => false,
            _ => true,
        };

    private static bool Says(ApiRequestException api, string words) => api.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
