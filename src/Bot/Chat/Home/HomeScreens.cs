using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Support;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Bot.Telegram;
using XthonBot.Core.Modules.Customers;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Home;

/// <summary>The first screen, help, and what is shown where nothing else fits.</summary>
internal sealed class HomeScreens(FindCustomerHandler customers, CommandMenu menu, SupportScreens support) : IChatFeature
{
    public void Map(Routes routes)
    {
        routes.Customers.Command("/start", StartAsync).Command("/help", Help).Tap<Callback.Home>(MenuAsync).Tap<Callback.Help>(Help);
        routes.Otherwise = OtherwiseAsync;
    }

    private async Task<Screen> StartAsync(ChatContext chat, CancellationToken ct)
    {
        if (chat.IsOperator)
            await menu.PublishForAsync(chat.Customer.TelegramId, chat.Words, ct);
        return new Screen(Welcome(chat, chat.Customer)) { WithKeyboard = true };
    }

    /// <summary>Home inside a message that is being browsed.</summary>
    private async Task<Screen> MenuAsync(ChatContext chat, CancellationToken ct)
    {
        var words = chat.Words;
        return new Screen(
            Welcome(chat, await customers.HandleAsync(chat.Customer.Id, ct)),
            [
                new Button.Tap(words.Label("key.buy"), new Callback.Services(0, "")),
                new Button.Tap(words.Label("key.numbers"), new Callback.Orders(0)),
            ],
            [
                new Button.Tap(words.Label("key.balance"), new Callback.Balance()),
                new Button.Tap(words.Label("key.topup"), new Callback.TopUp()),
            ],
            [
                new Button.Tap(words.Label("key.api"), new Callback.ApiKeys()),
                new Button.Tap(words.Label("key.language"), new Callback.Languages()),
            ],
            [new Button.Tap(words.Label("key.help"), new Callback.Help())]
        );
    }

    private Screen Help(ChatContext chat) =>
        new(
            chat.Words.Html("help", ("contact", support.Contact(chat.Words))),
            support.Buttons(chat.Words),
            [new Button.Tap(chat.Words.Label("key.buy"), new Callback.Services(0, "")), Navigation.Home(chat.Words)]
        );

    private async Task<Screen?> OtherwiseAsync(ChatContext chat, ChatEvent happened, Callback? button, CancellationToken ct) =>
        happened switch
        {
            // An operator's button, tapped by somebody else, is answered as if it did not exist. The seal already prevents that.
            ChatEvent.Tapped when button is not null => await MenuAsync(chat, ct),
            // An outdated button may stand under a number or a code, so its message stays.
            ChatEvent.Tapped => await MenuAsync(chat, ct) with { AsNew = true },
            ChatEvent.Text => new Screen(chat.Words.Html("unknown")) { WithKeyboard = true },
            // A picture, a voice, a file: it is said that nobody looks at it.
            ChatEvent.Uploaded or ChatEvent.Pictured or ChatEvent.Unread => new Screen(
                chat.Words.Html("onlytext", ("contact", support.Contact(chat.Words)))
            )
            {
                WithKeyboard = true,
            },
            _ => null,
        };

    /// <summary>Words that are not the person's own ask for nothing, and that is said.</summary>
    public static Screen NotTheirs(ChatContext chat, Authorship by) => new(chat.Words.Html("not.own." + by.ToString().ToLowerInvariant()));

    public Screen Banned(ChatContext chat) =>
        new(
            chat.Words.Html(
                "banned",
                ("reason", chat.Customer.BanReason ?? chat.Words.Label("banned.noreason")),
                ("contact", support.ContactOfBanned(chat.Words))
            )
        );

    private static string Welcome(ChatContext chat, CustomerProfile customer) =>
        chat.Words.Html("home", ("name", customer.Name), ("balance", ScreenText.Dollars(customer.Balance)));
}
