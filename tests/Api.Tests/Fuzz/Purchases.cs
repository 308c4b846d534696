using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Api.Tests.Fuzz;

/// <summary>What answers say of purchases.</summary>
internal static partial class Purchases
{
    /// <summary>The numbers that this answer says were bought, as the store writes them.</summary>
    public static IEnumerable<string> Phones(WireRequest request, WireAnswer answer)
    {
        if (answer.Status != 200)
            return [];
        if (request.Room == Room.Facade && BoughtByProtocol().Match(answer.Body) is { Success: true } bought)
            return [$"+{bought.Groups[1].Value}"];
        return
            request.Room == Room.V2
            && request.Method == "POST"
            && request.Target.Contains("/buy", StringComparison.Ordinal)
            && JsonElement.Parse(answer.Body).GetProperty("data").TryGetProperty("number", out var number)
            ? [number.GetString()!]
            : [];
    }

    /// <summary>Whether something was bought by a request that says it pays less.</summary>
    public static bool IsTooDear(WireRequest request, WireAnswer answer, Money price) =>
        Phones(request, answer).Any()
        && MostPrices()
            .Matches(request.Target)
            .Any(most => decimal.Parse(most.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * 100 < price.Minor);

    [GeneratedRegex("""^(?:ACCESS_NUMBER:[0-9]+:|\{"activationId":"[0-9]+","phoneNumber":")([0-9]+)""")]
    private static partial Regex BoughtByProtocol();

    [GeneratedRegex(@"[?&]max_?price=([0-9]+(?:\.[0-9]+)?)(?:&|$)", RegexOptions.IgnoreCase)]
    private static partial Regex MostPrices();
}
