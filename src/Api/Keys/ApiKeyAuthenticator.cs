using Microsoft.AspNetCore.Http;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Modules.ApiKeys;

namespace XthonBot.Api.Keys;

/// <summary>Finds out who calls, whichever way they come in.</summary>
internal sealed class ApiKeyAuthenticator(AuthenticateApiKeyHandler keys, FailedKeyThrottle bad)
{
    /// <param name="key">As it was given; null where none was.</param>
    /// <returns>The caller, or why there is none.</returns>
    public async ValueTask<(Caller? Caller, Failure? Refused)> OpenAsync(HttpContext context, string? key)
    {
        if (!AuthenticateApiKeyHandler.IsWellFormed(key))
            return (null, Failure.Of(StatusCodes.Status401Unauthorized));

        var address = context.Connection.RemoteIpAddress;
        // Many may share an address: who has used a good key here is not shut out by a neighbour who guesses.
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
