using System.Globalization;
using System.Text.RegularExpressions;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Suppliers;

/// <summary>
/// Reads the answer to a purchase. Three kinds: a number, a refusal, and what may be either, which is lost and looked for.
/// </summary>
internal static partial class Purchases
{
    private const int LongestId = 64;
    private const int LongestRefusal = 500;

    /// <summary>Refusals in so many words: nothing was bought.</summary>
    private static readonly string[] Refusals =
    [
        "NO_NUMBERS",
        "NO_NUMBER",
        "NO_FREE_NUMBERS",
        "NO_FREE_PHONES",
        "NO_PHONES",
        "NO_BALANCE",
        "NO_MONEY",
        "NOT_ENOUGH_MONEY",
        "NOT_ENOUGH_FUNDS",
        "NOT_ENOUGH_BALANCE",
        "INSUFFICIENT_FUNDS",
        "INSUFFICIENT_BALANCE",
        "LOW_BALANCE",
        "WRONG_MAX_PRICE",
        "MAX_PRICE_EXCEEDED",
        "MAX_PRICE",
        "TOO_MANY_ACTIVE_RENTALS",
        "TOO_MANY_REQUESTS",
        "BAD_KEY",
        "NO_KEY",
        "WRONG_KEY",
        "BAD_ACTION",
        "WRONG_ACTION",
        "NO_ACTION",
        "BAD_SERVICE",
        "WRONG_SERVICE",
        "NO_SERVICE",
        "SERVICE_DISABLED",
        "SERVICE_NOT_AVAILABLE",
        "BAD_COUNTRY",
        "WRONG_COUNTRY",
        "NO_COUNTRY",
        "OUT_OF_STOCK",
        "SOLD_OUT",
        "CHANNELS_LIMIT",
        "BANNED",
        "ACCOUNT_INACTIVE",
        "WRONG_EXCEPTION_PHONE",
        "NO_CONNECTION_TO_OPERATOR",
        "SERVICE_UNAVAILABLE_REGION",
        "REQUEST_LIMIT",
        "LIMIT_EXCEEDED",
        "RATE_LIMIT",
        "NO_OPERATORS",
        "ACCESS_DENIED",
        "ACCESS_FORBIDDEN",
        "ACCESS_REFUSED",
        "ACCESS_RESTRICTED",
        "NO_ACCESS",
    ];

    /// <summary>Something was or is being bought, or it says nothing at all.</summary>
    private static readonly string[] Open =
    [
        "SUCCESS",
        "SUCCESSFUL",
        "SUCCESSFULLY",
        "OK",
        "ACCESS",
        "CREATED",
        "ACCEPTED",
        "PENDING",
        "PROCESSING",
        "PROCESSED",
        "PROGRESS",
        "QUEUED",
        "QUEUE",
        "RESERVED",
        "PURCHASED",
        "WAIT",
        "WAITING",
        "PLACED",
        "BOUGHT",
        "NULL",
        "NONE",
        "UNDEFINED",
        "TRUE",
    ];

    private static readonly string[] Worked = ["SUCCESS", "SUCCESSFUL", "SUCCESSFULLY", "OK", "PURCHASED", "BOUGHT"];

    /// <summary>This order was carried out before.</summary>
    private static readonly string[] Repeats =
    [
        "ORDER_ALREADY_EXISTS",
        "ALREADY_EXISTS",
        "ALREADY_EXIST",
        "ALREADY",
        "DUPLICATE",
        "DUPLICATED",
    ];

    /// <summary>Faults of theirs, which may have come after the number was taken.</summary>
    private static readonly string[] Faults =
    [
        "ERROR",
        "SQL",
        "ERROR_SQL",
        "INTERNAL",
        "EXCEPTION",
        "FATAL",
        "TIMEOUT",
        "TIME_OUT",
        "TIMED_OUT",
        "UNKNOWN",
        "DATABASE",
        "DB",
        "CRASH",
        "TRY_AGAIN",
        "LATER",
        "UNEXPECTED",
        "SYSTEM",
    ];

    /// <summary>It answers again in a while.</summary>
    private static readonly string[] Pauses =
    [
        "SLOW",
        "TOO_MANY",
        "TOO_FAST",
        "TOO_OFTEN",
        "LIMIT",
        "LIMITED",
        "THROTTLED",
        "WAIT",
        "BUSY",
        "OVERLOADED",
    ];

    /// <returns>Null where it may have been bought.</returns>
    public static BuyAnswer? Read(Reply reply)
    {
        if (Number(reply) is { } number)
            return number;
        if (reply.Says(Repeats) is not null || HasNumber(reply))
            return null;
        // It says that it worked, and there is a number: whatever else it says, that was bought.
        if (reply.IsFine && reply.Says(Worked) is not null && HasLongDigits(reply.Body) && reply.Says(["ERROR", "REFUSED"]) is null)
            return null;
        if (reply.Says(Refusals) is { } word)
            return new BuyAnswer.None(word);
        var doubt = IsFault(reply) ? Doubt.Much : Doubt.Some;
        // A number that was given under a status of refusal is there all the same.
        if (reply.IsRefused && reply.Says(["ACCESS_NUMBER"]) is null)
        {
            var refusal = reply.FirstWord ?? string.Create(CultureInfo.InvariantCulture, $"HTTP {reply.Status}");
            return new BuyAnswer.None(refusal, reply.Status == 429 ? Doubt.None : doubt);
        }

        // Also a word that was cut may be a purchase's.
        var isOpen =
            !reply.IsFine
            || reply.IsBroken
            || !reply.HasWords
            || reply.Text.Length > LongestRefusal
            || (reply.Says(Open) is not null && !IsNegated(reply))
            || HasLongDigits(reply.Body)
            || reply.Sayings.All(s => string.Equals(s, "false", StringComparison.OrdinalIgnoreCase))
            || reply.Words.Any(w =>
                "ACCESS_NUMBER".StartsWith(w.Word, StringComparison.Ordinal) || w.Word.StartsWith("ACCESS", StringComparison.Ordinal)
            );
        return isOpen ? null : new BuyAnswer.None(reply.FirstWord ?? "in other words", doubt);
    }

    /// <summary>Whether it speaks of an error of its own.</summary>
    public static bool IsFault(Reply reply) => reply.Says(Faults) is not null;

    /// <summary>Whether it asks for patience, which says nothing of what it knows.</summary>
    public static bool IsPause(Reply reply) => reply.Status == 429 || reply.Says(Pauses) is not null;

    /// <summary>A number as upstream writes it; null for what is none.</summary>
    public static PhoneNumber? Phone(string? digits) => PhoneNumber.ParseInternational(digits).TryGet(out var phone, out _) ? phone : null;

    /// <summary>Upstream's id; null for what is none, such as our own name of an order, which some say beside theirs.</summary>
    public static string? Id(string? text) =>
        text is { Length: > 0 and <= LongestId } && !text.Any(char.IsControl) && !OrderId.TryParse(text, out _) ? text : null;

    private static BuyAnswer.Number? Number(Reply reply)
    {
        if (AccessNumber().Match(reply.Body) is { Success: true } match && Id(match.Groups[1].Value) is { } id)
            return new BuyAnswer.Number(id, Phone(match.Groups[2].Value.Trim()));
        if (reply is not { IsFine: true, Json: { } json })
            return null;
        // An object that names an activation goes before one that has an id and a number as well, such as the account's owner.
        foreach (var found in Loose.Objects(json).OrderBy(o => Loose.Field(o, "activationid") is null))
        {
            if (
                Id(Loose.Text(found, "activationid", "id", "orderid", "requestid", "tzid", "operationid")) is { } named
                && Loose.Text(found, "phonenumber", "phone", "number", "msisdn", "tel") is { } phone
                && (Loose.Field(found, "activationid") is not null || phone.Count(char.IsAsciiDigit) >= 7)
            )
                return new BuyAnswer.Number(named, Phone(phone));
        }

        return null;
    }

    private static bool HasNumber(Reply reply) =>
        reply.Json is { } json
        && Loose
            .Objects(json)
            .Any(o => Loose.Text(o, "phonenumber", "phone", "msisdn") is { } phone && phone.Count(char.IsAsciiDigit) >= 7);

    [GeneratedRegex("""\bACCESS_NUMBER\w*\s*[:|;,]\s*([^\s:|;,"'<\\]{1,65})\s*[:|;,]\s*([^\r\n:|;,"'<\\]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex AccessNumber();

    // SERVICE_NOT_ACCEPTED: one word, so that it is this one that is denied.
    private static bool IsNegated(Reply reply) =>
        reply.Words.Any(w =>
            w.Tail.Length == 0
            && (w.Word.StartsWith("NOT_", StringComparison.Ordinal) || w.Word.Contains("_NOT_", StringComparison.Ordinal))
        );

    private static bool HasLongDigits(string body) => LongDigits().IsMatch(Ids().Replace(body, ""));

    // Of a purchase in a form of its own, the number is there, as people write it as well. Ten digits and thirteen that begin with 1 are
    // nobody's number: that is the time.
    [GeneratedRegex(@"(?<!\d)(?!1\d{9}(?:\d{3})?(?!\d))\d{9,}|(?<!\d)\d{3}\)?[ .\-]{0,2}\d{3}[ .\-]\d{4}(?!\d)")]
    private static partial Regex LongDigits();

    // Fields that name the request.
    [GeneratedRegex(@"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", RegexOptions.IgnoreCase)]
    private static partial Regex Ids();
}
