using System.Globalization;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Customers;

/// <summary>How an operator names a customer: a Telegram id, or a name, with the addresses that Telegram itself writes for both.</summary>
/// <param name="Username">Lower-case, without @; null where an id was given.</param>
internal readonly record struct CustomerReference(long? TelegramId, string? Username)
{
    private const string Around = " \t\r\n\"'“”‘’«»()<>[],;:.";
    private static readonly string[] Hosts = ["t.me/", "telegram.me/", "telegram.dog/"];

    /// <returns>Null where it names nobody.</returns>
    public static CustomerReference? Read(string? text)
    {
        var value = PlainText.Of(text).AsSpan().Trim(Around);
        if (After(value, "tg://user?id=") is { IsEmpty: false } id)
            return OfId(Until(id));
        if (After(value, "tg://resolve?domain=") is { IsEmpty: false } domain)
            return OfName(Until(domain));
        var address =
            After(value, "https://") is { IsEmpty: false } secure ? secure
            : After(value, "http://") is { IsEmpty: false } open ? open
            : value;
        address = After(address, "www.") is { IsEmpty: false } inner ? inner : address;
        foreach (var host in Hosts)
        {
            if (After(address, host) is { IsEmpty: false } path)
                return OfName(Until(path.TrimStart('@')));
        }

        if (address.IndexOf(".t.me", StringComparison.OrdinalIgnoreCase) is var end and > 0)
            return OfName(address[..end]);
        return value is ['@', ..] ? OfName(value.TrimStart('@')) : OfId(value) ?? OfName(value);
    }

    private static CustomerReference? OfId(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new(id, null) : null;

    private static CustomerReference? OfName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return null;
        }

        return name.IsEmpty ? null : new(null, name.ToString().ToLowerInvariant());
    }

    // Only of an address: elsewhere a part would be taken for the whole.
    private static ReadOnlySpan<char> Until(ReadOnlySpan<char> text) => text.IndexOfAny("/?&#") is var end and >= 0 ? text[..end] : text;

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> text, string prefix) =>
        text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : default;
}
