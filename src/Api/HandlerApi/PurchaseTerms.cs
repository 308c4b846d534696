using System.Collections.Frozen;
using System.Globalization;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Api.HandlerApi;

/// <summary>How a purchase of the protocol is to be carried out, as far as its parameters say it.</summary>
/// <param name="Order">The client's own name for the purchase: the same one buys once.</param>
/// <param name="MostPrice">The most that the client pays.</param>
/// <param name="IsFixedPrice">It pays that and nothing less.</param>
/// <param name="Except">The beginnings of numbers that it does not take, with the plus.</param>
internal sealed record PurchaseTerms(string? Order, Money? MostPrice, bool IsFixedPrice, IReadOnlyList<string> Except);

/// <summary>
/// Every parameter that a purchase may carry. It costs money: what stands in none of these lists is refused, and so is a wish that cannot
/// be granted, since a number that the client excluded is paid for nothing.
/// </summary>
internal static class PurchaseParameters
{
    private const int LongestPrefix = 15;
    private const string Excluded = "phoneexception";
    private const string NoException = "WRONG_EXCEPTION_PHONE";

    // The replacement of bytes that are no characters: two orders could become one by it.
    private const char NoCharacter = '\uFFFD';

    private static readonly FrozenSet<string> Understood = FrozenSet.Create(
        "apikey",
        "action",
        "service",
        "country",
        "maxprice",
        "fixedprice",
        "orderid",
        Excluded
    );

    /// <summary>
    /// These say nothing of what is bought, nor for how much: from whom the client's software is, for whom it asks, in which language it is
    /// told names, and what keeps caches off. <c>isForward</c> is no service's parameter; the one client that sends it means the opposite.
    /// </summary>
    private static readonly FrozenSet<string> Harmless = FrozenSet.Create(
        "ref",
        "refid",
        "referral",
        "referralid",
        "partner",
        "partnerid",
        "softid",
        "softwareid",
        "software",
        "soft",
        "developerid",
        "utmsource",
        "userid",
        "reselleruserid",
        "usecashback",
        "isforward",
        "lang",
        "language",
        "locale",
        "version",
        "apiversion",
        "v",
        "_",
        "__",
        "t",
        "ts",
        "timestamp",
        "rand",
        "rnd",
        "cb",
        "nocache",
        "cachebuster"
    );

    /// <summary>
    /// Wishes for another number than the next one, or for another way to buy it. Each has values by which nothing is wished.
    /// </summary>
    private static readonly FrozenDictionary<string, Wish> Wishes = new Dictionary<string, Wish>
    {
        ["operator"] = new("WRONG_OPERATOR", "any", "all"),
        ["carrier"] = new("WRONG_OPERATOR", "any", "all"),
        ["carriers"] = new("WRONG_OPERATOR", "any", "all"),
        ["exceptionphoneset"] = new(NoException),
        ["forward"] = new("BAD_FORWARD"),
        ["areas"] = new("BAD_ACTION", "any", "all"),
        ["number"] = new("BAD_ACTION", "any"),
        ["prefix"] = new("BAD_ACTION", "any"),
        ["activationtype"] = new("BAD_ACTION", "sms"),
        ["verificationtype"] = new("BAD_ACTION", "sms"),
        ["verification"] = new("BAD_ACTION", "sms"),
        ["voice"] = new("BAD_ACTION"),
        ["incomingcall"] = new("BAD_ACTION"),
        ["ltr"] = new("BAD_ACTION"),
        ["autorenew"] = new("BAD_ACTION"),
        ["renttime"] = new("BAD_ACTION"),
        ["duration"] = new("BAD_ACTION"),
        ["multi"] = new("BAD_ACTION"),
        ["multiservice"] = new("BAD_ACTION"),
        ["multiforward"] = new("BAD_ACTION"),
        ["providerids"] = new("BAD_ACTION", "any", "all"),
        ["exceptproviderids"] = new("BAD_ACTION"),
        // Up to the highest price, which is told apart: it changes nothing here, where there is one price.
        ["freeprice"] = new("BAD_ACTION", "true", "1"),
        // A price in another currency is refused: it would be another price.
        ["currency"] = new("BAD_ACTION", "840", "usd"),
    }.ToFrozenDictionary();

    /// <summary>A format in which the answer cannot be given leaves the client without the number that it paid for.</summary>
    private static readonly FrozenSet<string> Formats = FrozenSet.Create("format", "responseformat", "output", "json");

    // Words that programs send for an empty value.
    private static readonly FrozenSet<string> Nothing = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "",
        "0",
        "false",
        "no",
        "off",
        "null",
        "none",
        "nil",
        "undefined"
    );

    /// <param name="isJson">Whether the answer is JSON.</param>
    /// <returns>The word by which it is refused; null where every parameter is known and every wish can be granted.</returns>
    public static string? WhyNot(ActivationRequest request, bool isJson)
    {
        if (request.MoneyHeader is { } header)
            return request.Refuse("BAD_ACTION", header);
        foreach (var name in request.Names.Where(name => !Harmless.Contains(name)))
        {
            var word =
                Understood.Contains(name) ? null
                : Formats.Contains(name)
                    ? IsFormat(request[name], isJson) ? null
                        : "BAD_ACTION"
                : Wishes.TryGetValue(name, out var wish)
                    ? wish.IsNone(request[name]) ? null
                        : wish.Word
                : "BAD_ACTION";
            if (word is null && !request.IsPlain(name) && name is not ("apikey" or "action"))
                word = "BAD_ACTION";
            if (word is not null)
                return request.Refuse(word, name);
        }

        return null;
    }

    /// <returns>Null where the order's name or the price cannot be read, which is refused by <paramref name="word"/>.</returns>
    /// <param name="wrongPrice">The answer to a price that cannot be read.</param>
    public static PurchaseTerms? Read(ActivationRequest request, string wrongPrice, out string word)
    {
        word = "";
        var order = request.Has("orderid") ? request["orderid"] : null;
        // An empty name would make each of the client's orders the first one again.
        if (order is not null && (Nothing.Contains(order) || order.Any(c => char.IsControl(c) || c == NoCharacter)))
        {
            word = request.Refuse("BAD_ACTION", "orderid");
            return null;
        }

        Money? most = null;
        if (request.Has("maxprice"))
        {
            most = Price(request["maxprice"]);
            word = most is null ? request.Refuse(wrongPrice, "maxprice") : "";
        }

        var isFixed = request["fixedprice"].ToUpperInvariant() is "TRUE" or "1";
        if (word.Length == 0 && (isFixed ? most is null : !Nothing.Contains(request["fixedprice"])))
            word = request.Refuse(wrongPrice, "fixedprice");
        var except = word.Length == 0 ? Prefixes(request[Excluded]) : [];
        if (except is null)
            word = request.Refuse(NoException, Excluded);
        return word.Length == 0 ? new PurchaseTerms(order, most, isFixed, except!) : null;
    }

    /// <returns>The prefixes of the list with which a number here may begin; null where one is not a prefix, or fits all numbers.</returns>
    private static List<string>? Prefixes(string text)
    {
        var prefixes = new List<string>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries).Where(part => !Nothing.Contains(part)))
        {
            var digits = part[0] == '+' ? part[1..] : part;
            if (digits.Length is 0 or > LongestPrefix || !digits.All(char.IsAsciiDigit) || digits[0] == '0' || digits == "1")
                return null;
            // Prefixes of other countries exclude nothing.
            if (digits[0] == '1')
                prefixes.Add("+" + digits);
        }

        return prefixes;
    }

    /// <summary>
    /// A price as programs write it, with any number of decimals, of which those below a cent buy nothing; null for anything else: a comma,
    /// a sign, an exponent, a currency.
    /// </summary>
    private static Money? Price(string text) =>
        text.Length is > 0 and <= 20
        && char.IsAsciiDigit(text[0])
        && char.IsAsciiDigit(text[^1])
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars)
            ? new Money((long)(decimal.Min(dollars, 1_000_000m) * 100))
            : null;

    private static bool IsFormat(string value, bool isJson) =>
        Nothing.Contains(value) || (isJson ? value is "json" or "1" or "true" : value is "text" or "txt" or "plain");

    /// <param name="Word">The answer where it cannot be granted.</param>
    /// <param name="More">Values by which nothing is wished, beside those by which nothing ever is.</param>
    private sealed record Wish(string Word, params string[] More)
    {
        /// <summary>Each of a list: <c>any,any</c>.</summary>
        public bool IsNone(string value) =>
            value
                .Split(',', StringSplitOptions.TrimEntries)
                .All(part => Nothing.Contains(part) || More.Contains(part, StringComparer.OrdinalIgnoreCase));
    }
}
