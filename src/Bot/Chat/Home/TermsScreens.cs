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
            .Newcomers.Tap<Callback.AcceptTerms>((visit, accept, ct) => AcceptAsync(visit, accept.Version, ct))
            .Tap<Callback.DeclineTerms>(Declined);

    public Task<Screen?> AnswerAsync(ChatContext visit, ChatEvent happened, ChatRoute? route, CancellationToken ct) =>
        Task.FromResult(visit.HasAcceptedTerms || route is { NeedsTerms: false } ? null : Ask(visit) with { AsNew = true });

    private static Screen Ask(ChatContext visit) =>
        new(
            Terms(visit),
            [
                new Button.Tap(visit.Words.Label("terms.accept"), new Callback.AcceptTerms(TextBook.TermsVersion)),
                new Button.Tap(visit.Words.Label("terms.decline"), new Callback.DeclineTerms()),
            ]
        );

    private async Task<Screen> AcceptAsync(ChatContext visit, string version, CancellationToken ct)
    {
        // A button under an older text accepts nothing.
        if (version != TextBook.TermsVersion)
            return Ask(visit);
        if (!visit.HasAcceptedTerms)
            await change.HandleAsync(visit.Customer.Id, new CustomerChange.AcceptTerms(version), ct);
        return new Screen(visit.Words.Html("home", ("name", visit.Customer.Name), ("balance", ScreenText.Dollars(visit.Customer.Balance))))
        {
            WithKeyboard = true,
            // The terms stay there to be read, and the buttons go.
            LeavesBehind = new Screen($"{Terms(visit)}\n\n{visit.Words.Html("terms.accepted", ("at", ScreenText.At(time.UtcNow())))}"),
        };
    }

    private static Screen Declined(ChatContext visit) =>
        visit.HasAcceptedTerms
            ? new Screen(visit.Words.Html("terms.toolate"), [Navigation.Home(visit.Words)]) { AsNew = true }
            : new Screen(
                visit.Words.Html("terms.declined"),
                [new Button.Tap(visit.Words.Label("terms.accept"), new Callback.AcceptTerms(TextBook.TermsVersion))]
            );

    private static string Terms(ChatContext visit) =>
        visit.Words.Html("terms", ("terms", visit.Words.Terms), ("version", TextBook.TermsVersion));
}
