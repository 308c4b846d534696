using System.Net;
using System.Text.RegularExpressions;
using XthonBot.Bot.Chat;
using XthonBot.Texts;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// A message that Telegram refuses in one form it may take in another: without what a button copies or opens, as a file where it is too
/// long, without markup, without any button. The important part stands first in a text, so that it is there when the rest is cut.
/// </summary>
internal static partial class PlainerForms
{
    /// <summary>Telegram's own limits, after the markup is taken out.</summary>
    private const int MaxText = 4096;
    private const int MaxCaption = 1024;

    private const string Nothing = "…";

    public static IEnumerable<Screen> Of(Screen screen)
    {
        var taps = screen with { Rows = [.. screen.Rows.Select(row => (IReadOnlyList<Button>)[.. row.OfType<Button.Tap>()])] };
        if (screen.Rows.Any(row => row.Any(button => button is not Button.Tap)))
            yield return taps;

        // A file may be gone, and a caption has less room than a text.
        if (screen.Attachment is not null)
            yield return screen with
            {
                Attachment = null,
            };
        taps = taps with { Attachment = null };
        var text = Plain(
            screen.Html.Length == 0 && screen.Invoice is { } invoice ? WebUtility.HtmlEncode(invoice.Description) : screen.Html
        );
        if (text.Length > MaxText)
            yield return taps with
            {
                Html = ScreenText.Cut(text, MaxCaption),
                IsPlain = true,
                Picture = null,
                Invoice = null,
                File = ("message.txt", text),
            };
        var plain = taps with { Html = ScreenText.Cut(text, MaxText), IsPlain = true, Picture = null, File = null, Invoice = null };
        yield return plain;
        yield return plain with
        {
            Rows = [],
            WithKeyboard = false,
        };
    }

    private static string Plain(string html) =>
        WebUtility.HtmlDecode(Tag().Replace(html, "")) is { } text && !string.IsNullOrWhiteSpace(text) ? text : Nothing;

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
