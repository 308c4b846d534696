using Microsoft.Extensions.Options;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Bot.Telegram;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Customers;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Home;

/// <summary>The first screen, help, and what is shown where nothing else fits.</summary>
internal sealed class HomeScreens(FindCustomerHandler customers, CommandMenu menu, IOptions<StoreIdentity> store) : IChatFeature
{
    public void Map(Routes routes)
    {
        routes.Customers.Command("/start", StartAsync).Command("/help", Help).Tap<Callback.Home>(MenuAsync).Tap<Callback.Help>(Help);
        routes.Otherwise = OtherwiseAsync;
    }

    private async Task<Screen> StartAsync(ChatContext visit, CancellationToken ct)
    {
        if (visit.IsOperator)
            await menu.PublishForAsync(visit.Customer.TelegramId, visit.Words, ct);
        return new Screen(Welcome(visit, visit.Customer)) { WithKeyboard = true };
    }

    /// <summary>Home inside a message that is being browsed.</summary>
    private async Task<Screen> MenuAsync(ChatContext visit, CancellationToken ct)
    {
        var words = visit.Words;
        return new Screen(
            Welcome(visit, await customers.HandleAsync(visit.Customer.Id, ct)),
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

    private Screen Help(ChatContext visit) =>
        new(
            visit.Words.Html("help", ("contact", Contact(visit))),
            [new Button.Tap(visit.Words.Label("key.buy"), new Callback.Services(0, "")), Navigation.Home(visit.Words)]
        );

    private async Task<Screen?> OtherwiseAsync(ChatContext visit, ChatEvent happened, Callback? button, CancellationToken ct) =>
        happened switch
        {
            // An operator's button in other hands, which the seal makes impossible: as if it did not exist.
            ChatEvent.Tapped when button is not null => await MenuAsync(visit, ct),
            // A button of another time: it may stand under a number or a code, which stay.
            ChatEvent.Tapped => await MenuAsync(visit, ct) with { AsNew = true },
            ChatEvent.Text => new Screen(visit.Words.Html("unknown")) { WithKeyboard = true },
            // A picture, a voice, a file: it is said that nobody looks at it.
            ChatEvent.Uploaded or ChatEvent.Unread => new Screen(visit.Words.Html("onlytext")) { WithKeyboard = true },
            _ => null,
        };

    /// <summary>Words that are not the person's own ask for nothing, and that is said.</summary>
    public static Screen NotTheirs(ChatContext visit, Authorship by) =>
        new(visit.Words.Html("not.own." + by.ToString().ToLowerInvariant()));

    public Screen Banned(ChatContext visit) =>
        new(
            visit.Words.Html(
                "banned",
                ("reason", visit.Customer.BanReason ?? visit.Words.Label("banned.noreason")),
                ("contact", Contact(visit))
            )
        );

    private string Contact(ChatContext visit) =>
        store.Value.Contact is { Length: > 0 } contact ? contact : visit.Words.Label("contact.none");

    private static string Welcome(ChatContext visit, CustomerProfile customer) =>
        visit.Words.Html("home", ("name", customer.Name), ("balance", ScreenText.Dollars(customer.Balance)));
}
