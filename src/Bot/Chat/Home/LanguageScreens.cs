using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Modules.Customers;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Home;

/// <summary>The languages, each in its own name.</summary>
internal sealed class LanguageScreens(ChangeCustomerHandler change, TextBook texts) : IChatFeature
{
    public void Map(Routes routes) =>
        routes
            .Customers.Command("/language", Choose)
            .Tap<Callback.Languages>(Choose)
            .Tap<Callback.SetLanguage>((visit, choice, ct) => SetAsync(visit, choice.Language, ct));

    private Screen Choose(ChatContext visit) =>
        new(
            visit.Words.Html("language.choose"),
            [
                [
                    .. texts.Languages.Select(words => new Button.Tap(
                        words.Label("language.name"),
                        new Callback.SetLanguage(words.Language)
                    )),
                ],
                [Navigation.Back(visit.Words, new Callback.Home())],
            ]
        );

    private async Task<Screen> SetAsync(ChatContext visit, string language, CancellationToken ct)
    {
        var words = texts[language];
        await change.HandleAsync(visit.Customer.Id, new CustomerChange.ChooseLanguage(words.Language), ct);
        // With the keyboard, whose labels are in the old language.
        return new Screen(words.Html("language.changed")) { WithKeyboard = true, Speaks = words };
    }
}
