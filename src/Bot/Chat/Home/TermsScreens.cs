using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Texts;
using XthonBot.Core.Customers;

namespace XthonBot.Bot.Chat.Home;

/// <summary>The terms of use: nothing else opens before this version of them is accepted.</summary>
internal sealed class TermsScreens(ChangeCustomerHandler change)
{
    public bool AreAccepted(Visit visit) => visit.Customer.TermsVersion == TextBook.TermsVersion;

    public Screen Ask(Visit visit) => new(
        visit.Words.Html("terms", ("terms", visit.Words.Terms), ("version", TextBook.TermsVersion)),
        [
            new Button.Tap(visit.Words.Label("terms.accept"), new Callback.AcceptTerms(TextBook.TermsVersion)),
            new Button.Tap(visit.Words.Label("terms.decline"), new Callback.DeclineTerms()),
        ]);

    public async Task<Screen> AcceptAsync(Visit visit, string version, CancellationToken ct)
    {
        // A button under an older text accepts nothing.
        if (version != TextBook.TermsVersion)
            return Ask(visit);
        if (!AreAccepted(visit))
            await change.HandleAsync(visit.Customer.Id, new CustomerChange.AcceptTerms(version), ct);
        return new Screen(visit.Words.Html("home", ("name", visit.Customer.Name), ("balance", ScreenText.Dollars(visit.Customer.Balance)))) { WithKeyboard = true };
    }

    public Screen Declined(Visit visit) => new(
        visit.Words.Html("terms.declined"),
        [new Button.Tap(visit.Words.Label("terms.accept"), new Callback.AcceptTerms(TextBook.TermsVersion))]);
}
