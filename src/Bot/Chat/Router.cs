using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Buying;
using XthonBot.Bot.Chat.Home;
using XthonBot.Bot.Chat.Keys;
using XthonBot.Bot.Chat.Operator;
using XthonBot.Bot.Chat.Orders;
using XthonBot.Bot.Chat.Questions;
using XthonBot.Bot.Chat.Wallet;
using XthonBot.Bot.Telegram;
using XthonBot.Bot.Texts;
using XthonBot.Core.Modules.Questions;

namespace XthonBot.Bot.Chat;

/// <summary>Which screen answers what: the chat's table of contents.</summary>
internal sealed class Router(
    HomeScreens home, TermsScreens terms, LanguageScreens languages, BuyScreens buy, OrderScreens orders, MoneyScreens money, KeyScreens keys, KeyCards cards,
    WebhookScreens webhooks, OperatorRouter operators, QuestionRouter answers, QuestionScreens questions, TextBook texts)
{
    /// <returns>Null where nothing is to be shown.</returns>
    public async Task<Screen?> RouteAsync(ChatContext visit, ChatEvent happened, Callback? callback, CancellationToken ct)
    {
        // Nobody who runs the store is locked out of it.
        if (visit.Customer.IsBanned && !visit.IsOperator)
            return home.Banned(visit) with { AsNew = true };

        var isIn = visit.IsOperator || terms.AreAccepted(visit);
        if (isIn && happened.By is not Authorship.Own)
            return home.NotTheirs(visit, happened.By);
        if (isIn && await answers.RouteAsync(visit, happened, callback, ct) is { } forQuestion)
            return forQuestion;

        if (visit.IsOperator && await operators.RouteAsync(visit, happened, callback, ct) is { } forOperators)
            return forOperators;

        if (!terms.AreAccepted(visit) && callback is not (Callback.AcceptTerms or Callback.DeclineTerms))
            return terms.Ask(visit) with { AsNew = true };

        return happened switch
        {
            ChatEvent.Tapped when callback is not null => await TapAsync(visit, callback, ct),
            // A button of another time: it may stand under a number or a code, which stay.
            ChatEvent.Tapped => await home.MenuAsync(visit, ct) with { AsNew = true },
            ChatEvent.Text text => await CommandAsync(visit, text.Command ?? HomeKeyboard.CommandOf(texts, text.Whole.Trim()), text.Rest, ct),
            ChatEvent.Uploaded or ChatEvent.Unread => home.OnlyText(visit),
            _ => null,
        };
    }

    private async Task<Screen> CommandAsync(ChatContext visit, string? command, string rest, CancellationToken ct) => command switch
    {
        "/start" => await home.StartAsync(visit, ct),
        "/buy" => await buy.ListAsync(visit, 0, rest, ct),
        "/numbers" => await orders.ListAsync(visit, 0, ct),
        "/balance" => await money.BalanceAsync(visit, ct),
        "/topup" => money.TopUp(visit),
        "/api" => await keys.ListAsync(visit, ct),
        "/key" => await cards.CommandAsync(visit, rest, ct),
        "/webhook" when rest.Length > 0 => await webhooks.MakeAsync(visit, rest, ct),
        "/webhook" => await webhooks.ListAsync(visit, ct),
        "/language" => languages.Choose(visit),
        "/help" => home.Help(visit),
        _ => home.Unknown(visit),
    };

    private async Task<Screen> TapAsync(ChatContext visit, Callback callback, CancellationToken ct) => callback switch
    {
        Callback.Home => await home.MenuAsync(visit, ct),
        Callback.AcceptTerms accept => await terms.AcceptAsync(visit, accept.Version, ct),
        Callback.DeclineTerms => terms.Declined(visit),
        Callback.Services list => await buy.ListAsync(visit, list.Page, list.Filter, ct),
        Callback.Service service => await buy.ServiceAsync(visit, service.Id, ct),
        Callback.BuyAgain again => await buy.ServiceAsync(visit, again.Id, ct) with { AsNew = true },
        Callback.Buy purchase => await buy.BuyAsync(visit, purchase, ct),
        Callback.Orders list => await orders.ListAsync(visit, list.Page, ct),
        Callback.Order order => await orders.OpenAsync(visit, order.Id, ct),
        Callback.CancelOrder cancel => await orders.CancelAsync(visit, cancel, ct),
        Callback.Balance => await money.BalanceAsync(visit, ct),
        Callback.TopUp => money.TopUp(visit),
        Callback.ApiKeys => await keys.ListAsync(visit, ct),
        Callback.NewKey key => await keys.IssueAsync(visit, key.Nonce, isTest: false, ct),
        Callback.NewTestKey key => await keys.IssueAsync(visit, key.Nonce, isTest: true, ct),
        Callback.Key key => await cards.OpenAsync(visit, key.Id, ct),
        Callback.SetKeyReadOnly key => await cards.SetReadOnlyAsync(visit, key.Id, key.IsReadOnly, ct),
        Callback.AskKey key => await questions.AskAsync(visit, key.Id, key.What, ct),
        Callback.AskRevoke key => await keys.AskRevokeAsync(visit, key.Id, ct),
        Callback.Revoke key => await keys.RevokeAsync(visit, key.Id, ct),
        Callback.Webhooks => await webhooks.ListAsync(visit, ct),
        Callback.NewWebhook => await questions.AskAsync(visit, QuestionKind.Webhook, ct),
        Callback.Webhook one => await webhooks.OpenAsync(visit, one.Id, ct),
        Callback.TestWebhook one => await webhooks.TestAsync(visit, one.Id, ct),
        Callback.RotateWebhook one => await webhooks.RotateAsync(visit, one.Id, one.Nonce, ct),
        Callback.SwitchOnWebhook one => await webhooks.SwitchOnAsync(visit, one.Id, ct),
        Callback.AskRemoveWebhook one => await webhooks.AskRemoveAsync(visit, one.Id, ct),
        Callback.RemoveWebhook one => await webhooks.RemoveAsync(visit, one.Id, ct),
        Callback.Languages => languages.Choose(visit),
        Callback.SetLanguage choice => await languages.SetAsync(visit, choice.Language, ct),
        Callback.Help => home.Help(visit),
        // An operator's button in other hands, which the seal makes impossible: as if it did not exist.
        _ => await home.MenuAsync(visit, ct),
    };
}
