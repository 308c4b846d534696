using System.Security.Authentication;
using Polly.CircuitBreaker;
using Polly.RateLimiting;

namespace XthonBot.Integrations.Http;

/// <summary>
/// Why a request to an address that somebody wrote down failed, as a word that says nothing of the address: a message may name the host, or
/// more.
/// </summary>
internal static class OutboundFailure
{
    /// <param name="ct">Of whoever asked.</param>
    /// <returns>Null where they no longer want it, and for what is a bug rather than the world.</returns>
    public static string? ReasonOf(Exception e, CancellationToken ct) =>
        e switch
        {
            OperationCanceledException => ct.IsCancellationRequested ? null : "timeout",
            OutboundRefusedException refused => refused.Reason,
            { InnerException: OutboundRefusedException refused } => refused.Reason,
            HttpRequestException { InnerException: AuthenticationException } => "tls",
            HttpRequestException http => http.HttpRequestError.ToString(),
            BrokenCircuitException or RateLimiterRejectedException => "host-keeps-failing",
            IOException or InvalidDataException or UriFormatException => "broken-answer",
            _ => null,
        };
}
