using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Stock;

/// <summary>The link that a stock list may have beside a number: where the number's texts can be read.</summary>
internal static class StockLink
{
    /// <summary>Where the first address begins, by its scheme; -1 where there is none.</summary>
    public static int Find(ReadOnlySpan<char> text)
    {
        for (var from = 0; text[from..].IndexOf("://", StringComparison.Ordinal) is var at and >= 0; from += at + 3)
        {
            var start = from + at;
            while (start > 0 && char.IsAsciiLetter(text[start - 1]))
                start--;
            if (start < from + at)
                return start;
        }

        return -1;
    }

    public static Result<string> Read(ReadOnlySpan<char> address) =>
        // Long ones are not carried along, not even into an address.
        address.Length <= StockLine.MostLinkLength
        && Uri.TryCreate(address.ToString(), UriKind.Absolute, out var link)
        && IsAskable(link)
            ? link.AbsoluteUri
            : Wrong("not-a-link");

    /// <summary>Whether it is an address without its scheme, <c>sms.example/1</c>: meant as a link, and none that could be asked.</summary>
    public static bool IsBare(ReadOnlySpan<char> word)
    {
        var end = word.IndexOf('/');
        var host = end > 0 ? word[..end] : default;
        var top = host[(host.LastIndexOf('.') + 1)..];
        return host.Length > top.Length + 1 && top.Length >= 2 && !top.ContainsAnyExcept(Letters);
    }

    public static Error.Invalid Wrong(string reason) => new("link", reason);

    // A name and a password in an address would be sent to whoever the address leads to.
    private static bool IsAskable(Uri link) =>
        (link.Scheme == Uri.UriSchemeHttp || link.Scheme == Uri.UriSchemeHttps)
        && link is { UserInfo: "", IdnHost.Length: > 0 }
        && link.AbsoluteUri.Length <= StockLine.MostLinkLength;

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    );
}
