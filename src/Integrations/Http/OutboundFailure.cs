using System.Security.Authentication;
using Polly.CircuitBreaker;
using Polly.RateLimiting;

namespace XthonBot.Integrations.Http;

/// <summary>Why a request to an address that somebody wrote down failed, as a word that says nothing of the address.</summary>
internal static class OutboundFailure
{
    /// <returns>Null for what is a bug rather than the world.</returns>
    public static string? ReasonOf(Exception e) => e switch
    {
        OutboundRefusedException refused => refused.Reason,
        { InnerException: OutboundRefusedException refused } => refused.Reason,
        HttpRequestException { InnerException: AuthenticationException } => "tls",
        HttpRequestException http => http.HttpRequestError.ToString(),
        BrokenCircuitException or RateLimiterRejectedException => "host-keeps-failing",
        IOException or InvalidDataException or UriFormatException => "broken-answer",
        _ => null,
    };
}
