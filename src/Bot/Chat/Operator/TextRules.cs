using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Views.Storefront;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>Which texts without a code complete the orders of a service: the words, and the choice.</summary>
internal static class TextRules
{
    private const int OfTheStore = -1;

    /// <param name="word">As an operator writes it; null for the store's setting.</param>
    /// <returns>Null where it is no such word.</returns>
    public static CatalogEdit? Read(string? word) =>
        word?.Trim().ToLowerInvariant() switch
        {
            null => new CatalogEdit.SetTexts(null),
            "never" => new CatalogEdit.SetTexts(TextCompletes.Never),
            "wanted" => new CatalogEdit.SetTexts(TextCompletes.WantedSenders),
            "any" => new CatalogEdit.SetTexts(TextCompletes.Any),
            _ => null,
        };

    /// <param name="rule">From a button.</param>
    public static CatalogEdit? Read(int rule) =>
        rule < 0 ? new CatalogEdit.SetTexts(null)
        : Enum.IsDefined((TextCompletes)rule) ? new CatalogEdit.SetTexts((TextCompletes)rule)
        : null;

    /// <summary>The line on the service's card; none where all is as by default.</summary>
    public static string Line(Words words, ServiceView service) =>
        service is { OwnTexts: null, Texts: TextCompletes.Never } ? ""
        : service is { OwnTexts: TextCompletes.WantedSenders, Senders: null } ? "\n" + words.Html("texts.nosenders")
        : "\n" + words.Html("texts.line", ("rule", Name(words, service.Texts)));

    public static Screen Choice(Words words, ServiceView service)
    {
        return new Screen(
            words.Html("texts.ask", ("name", service.Name), ("rule", Name(words, service.Texts))),
            [To(TextCompletes.Never), To(TextCompletes.Any)],
            [To(TextCompletes.WantedSenders)],
            [new Button.Tap(words.Label("texts.store"), new Callback.AdminSetTexts(service.Id, OfTheStore))],
            [Navigation.Back(words, new Callback.AdminService(service.Id))]
        );

        Button To(TextCompletes rule) => new Button.Tap(Name(words, rule), new Callback.AdminSetTexts(service.Id, (int)rule));
    }

    private static string Name(Words words, TextCompletes rule) =>
        words.Label(
            rule switch
            {
                TextCompletes.Never => "texts.never",
                TextCompletes.WantedSenders => "texts.wanted",
                _ => "texts.any",
            }
        );
}
