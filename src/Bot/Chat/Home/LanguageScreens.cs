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
            .Tap<Callback.SetLanguage>((chat, choice, ct) => SetAsync(chat, choice.Language, ct));

    private Screen Choose(ChatContext chat) =>
        new(
            chat.Words.Html("language.choose"),
            [
                [
                    .. texts.Languages.Select(words => new Button.Tap(
                        words.Label("language.name"),
                        new Callback.SetLanguage(words.Language)
                    )),
                ],
                [Navigation.Back(chat.Words, new Callback.Home())],
            ]
        );

    private async Task<Screen> SetAsync(ChatContext chat, string language, CancellationToken ct)
    {
        var words = texts[language];
        await change.HandleAsync(chat.Customer.Id, new CustomerChange.ChooseLanguage(words.Language), ct);
        // With the keyboard, whose labels are in the old language.
        return new Screen(words.Html("language.changed")) { WithKeyboard = true, Speaks = words };
    }
}
