using Microsoft.AspNetCore.Http;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Modules.ApiKeys;

namespace XthonBot.Api.Keys;

/// <summary>Finds the caller of a request to the REST API or the activation protocol, by the key.</summary>
internal sealed class ApiKeyAuthenticator(AuthenticateApiKeyHandler keys, FailedKeyThrottle bad)
{
    /// <param name="key">As it was given; null where none was.</param>
    /// <returns>The caller, or why there is none.</returns>
    public async ValueTask<(Caller? Caller, Failure? Refused)> OpenAsync(HttpContext context, string? key)
    {
        if (!AuthenticateApiKeyHandler.IsWellFormed(key))
            return (null, Failure.Of(StatusCodes.Status401Unauthorized));

        var address = context.Connection.RemoteIpAddress;
        // Many clients may share an address: a client with a good key is not shut out by another one's guesses.
        if (bad.PauseOf(address) is { } pause && !keys.IsFamiliar(key))
            return (null, TooManyRequests.Refuse(context, pause));
        if (await keys.HandleAsync(key, context.RequestAborted) is not { } known)
        {
            bad.Note(address, key);
            return (null, Failure.Of(StatusCodes.Status401Unauthorized));
        }

        bad.Forgive(address);
        return known.MayComeFrom(address)
            ? (new Caller(known, key), null)
            : (null, new Failure(StatusCodes.Status403Forbidden, "This key may not be used from this address"));
    }
}
