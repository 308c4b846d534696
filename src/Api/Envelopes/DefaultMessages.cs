using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace XthonBot.Api.Envelopes;

/// <summary>The default message of each status; the first three are the reference's.</summary>
internal static class DefaultMessages
{
    public static string For(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => "Missing or invalid API key",
            StatusCodes.Status402PaymentRequired => "Insufficient balance",
            StatusCodes.Status403Forbidden => "This key may not do that",
            StatusCodes.Status404NotFound => "Not found",
            StatusCodes.Status400BadRequest => "Bad request",
            StatusCodes.Status405MethodNotAllowed => "Method not allowed",
            StatusCodes.Status413PayloadTooLarge => "Request body too large",
            StatusCodes.Status415UnsupportedMediaType => "Unsupported media type",
            StatusCodes.Status429TooManyRequests => "Too many requests",
            StatusCodes.Status503ServiceUnavailable => "The store cannot reach its database at the moment, try again",
            _ => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Error",
        };
}
