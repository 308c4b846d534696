using System.Collections.Frozen;

namespace XthonBot.Api.HandlerApi;

/// <summary>The one country of the store, by all its names.</summary>
internal static class Country
{
    /// <summary>The USA, by the protocol's own count.</summary>
    public const int Number = 187;

    public const string Text = "187";

    /// <summary>
    /// Nothing is this one, and 0 is what the oldest clients send where they were told nothing; 12 is "USA (virtual)" in the protocol's
    /// list.
    /// </summary>
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "",
        "0",
        "any",
        "null",
        "none",
        "undefined",
        Text,
        "12",
        "us",
        "usa",
        "united states",
        "united states of america",
        "usa (virtual)",
        "usa virtual",
        "usavirtual",
        "unitedstates"
    );

    public static bool IsHere(ActivationRequest request) =>
        (!request.Has("country") || request.IsPlain("country")) && Names.Contains(request["country"]);
}
