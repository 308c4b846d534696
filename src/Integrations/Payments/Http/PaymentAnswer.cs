using System.Globalization;
using System.Text.Json;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.Http;

/// <summary>A provider's answer, which may be a proxy's.</summary>
/// <param name="IsChange">Whether something was to be changed, rather than read.</param>
/// <param name="Status">HTTP's.</param>
/// <param name="Json">Null for what is no JSON.</param>
internal sealed record PaymentAnswer(string Action, bool IsChange, int Status, JsonElement? Json)
{
    private const int MostOfAWord = 60;

    public bool IsFine => Status is >= 200 and < 300;

    /// <summary>An answer that is none of the protocol's: a page, or half of one.</summary>
    public PaymentLostException Unreadable() =>
        new(IsFine ? $"{Action}: not an answer of the protocol" : string.Create(CultureInfo.InvariantCulture, $"{Action}: HTTP {Status}"));

    /// <summary>An answer that is no success, as an exception: a refusal where nothing was done for certain, else a lost one.</summary>
    /// <param name="code">As HTTP's statuses; the protocol may say another one than HTTP.</param>
    /// <param name="word">The provider's own word for it.</param>
    /// <param name="setting">The key of the way by which the store is known there.</param>
    public Exception Failure(int code, string? word, string setting) =>
        code switch
        {
            401 or 403 => new PaymentRefusedException($"{Action}: the key is refused", setting),
            408 or < 400 or >= 500 => Unreadable(),
            // It took nothing; of what was to be read nothing is known.
            429 when !IsChange => Unreadable(),
            _ => new PaymentRefusedException($"{Action}: {Plain(word) ?? code.ToString(CultureInfo.InvariantCulture)}"),
        };

    /// <summary>An answer without a word of the protocol: only few statuses are clear by themselves.</summary>
    public Exception Failure(string setting) => Status is 401 or 429 ? Failure(Status, null, setting) : Unreadable();

    /// <summary>A word of the provider's that can stand in a message: letters, digits and what joins them, up to a length.</summary>
    /// <returns>Null where nothing is left of it.</returns>
    public static string? Plain(string? text) =>
        string.Concat((text ?? "").Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ' ').Take(MostOfAWord)).Trim()
            is { Length: > 0 } word
            ? word
            : null;

    /// <summary>A time in ISO 8601, of UTC where it names no zone.</summary>
    public static DateTime? Time(JsonElement json, params ReadOnlySpan<string> names) =>
        Loose.Text(json, names) is { } text
        && DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time.UtcDateTime
            : null;

    /// <summary>An address that a payer can open.</summary>
    public static string? Link(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (
                Loose.Text(json, name) is { } text
                && Uri.TryCreate(text, UriKind.Absolute, out var link)
                && (link.Scheme == Uri.UriSchemeHttps || link.Scheme == Uri.UriSchemeHttp)
            )
                return link.AbsoluteUri;
        }

        return null;
    }
}
