using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Home;

/// <summary>The terms of use: nothing else opens before this version of them is accepted.</summary>
internal sealed class TermsScreens(ChangeCustomerHandler change, TimeProvider time) : IChatFeature, IChatGate
{
    public void Map(Routes routes) =>
        routes
            .Newcomers.Command("/terms", Show)
            .Command("/privacy", Privacy)
            .Tap<Callback.AcceptTerms>((chat, accept, ct) => AcceptAsync(chat, accept.Version, ct))
            .Tap<Callback.DeclineTerms>(Declined);

    public Task<Screen?> AnswerAsync(ChatContext chat, ChatEvent happened, ChatRoute? route, CancellationToken ct) =>
        Task.FromResult(chat.HasAcceptedTerms || route is { NeedsTerms: false } ? null : Ask(chat) with { AsNew = true });

    /// <summary>To be read again; whoever has not accepted them is asked.</summary>
    private static Screen Show(ChatContext chat) => chat.IsAdmitted ? new Screen(Terms(chat), [Navigation.Home(chat.Words)]) : Ask(chat);

    private static Screen Privacy(ChatContext chat) =>
        new(
            chat.Words.Html("privacy", ("privacy", chat.Words.Privacy), ("version", chat.Words.PrivacyVersion)),
            chat.IsAdmitted ? [Navigation.Home(chat.Words)] : []
        );

    private static Screen Ask(ChatContext chat) =>
        new(
            Terms(chat),
            [
                new Button.Tap(chat.Words.Label("terms.accept"), new Callback.AcceptTerms(chat.Words.TermsVersion)),
                new Button.Tap(chat.Words.Label("terms.decline"), new Callback.DeclineTerms()),
            ]
        );

    private async Task<Screen> AcceptAsync(ChatContext chat, string version, CancellationToken ct)
    {
        // A button under an older text accepts nothing.
        if (version != chat.Words.TermsVersion)
            return Ask(chat);
        if (!chat.HasAcceptedTerms)
            await change.HandleAsync(chat.Customer.Id, new CustomerChange.AcceptTerms(version), ct);
        return new Screen(chat.Words.Html("home", ("name", chat.Customer.Name), ("balance", ScreenText.Dollars(chat.Customer.Balance))))
        {
            WithKeyboard = true,
            // The terms stay there to be read, and the buttons go.
            LeavesBehind = new Screen($"{Terms(chat)}\n\n{chat.Words.Html("terms.accepted", ("at", LocalTime.At(time.UtcNow())))}"),
        };
    }

    private static Screen Declined(ChatContext chat) =>
        chat.HasAcceptedTerms
            ? new Screen(chat.Words.Html("terms.toolate"), [Navigation.Home(chat.Words)]) { AsNew = true }
            : new Screen(
                chat.Words.Html("terms.declined"),
                [new Button.Tap(chat.Words.Label("terms.accept"), new Callback.AcceptTerms(chat.Words.TermsVersion))]
            );

    private static string Terms(ChatContext chat) =>
        chat.Words.Html("terms", ("terms", chat.Words.Terms), ("version", chat.Words.TermsVersion));
}
