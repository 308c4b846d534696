using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Questions;

namespace XthonBot.Bot.Callbacks;

/// <summary>The closed list of what a button can carry: ids, never list positions.</summary>
internal abstract record Callback
{
    private Callback() { }

    public sealed record Home : Callback;

    public sealed record AcceptTerms(string Version) : Callback;

    public sealed record DeclineTerms : Callback;

    public sealed record Services(int Page, string Filter) : Callback;

    public sealed record Service(ServiceId Id) : Callback;

    /// <summary>Opens a service in a new message, so that the code above it stays.</summary>
    public sealed record BuyAgain(ServiceId Id) : Callback;

    /// <param name="Nonce">One-use: two taps buy once.</param>
    /// <param name="PriceMinor">The price on the button.</param>
    public sealed record Buy(ServiceId Id, string Nonce, long PriceMinor) : Callback;

    public sealed record Orders(int Page) : Callback;

    public sealed record Order(OrderId Id) : Callback;

    /// <param name="InList">Whether the card was opened from the list, and leads back there.</param>
    public sealed record CancelOrder(OrderId Id, bool InList) : Callback;

    public sealed record Balance : Callback;

    public sealed record TopUp : Callback;

    public sealed record ApiKeys : Callback;

    public sealed record NewKey(string Nonce) : Callback;

    public sealed record NewTestKey(string Nonce) : Callback;

    public sealed record Key(ApiKeyId Id) : Callback;

    public sealed record SetKeyReadOnly(ApiKeyId Id, bool IsReadOnly) : Callback;

    /// <summary>Asks for a key's name, addresses or limit.</summary>
    /// <param name="What">The word that <c>/key</c> has for it.</param>
    public sealed record AskKey(ApiKeyId Id, string What) : Callback;

    public sealed record AskRevoke(ApiKeyId Id) : Callback;

    public sealed record Revoke(ApiKeyId Id) : Callback;

    public sealed record Webhooks : Callback;

    /// <summary>Asks for the address of a new one.</summary>
    public sealed record NewWebhook : Callback;

    public sealed record Webhook(WebhookId Id) : Callback;

    public sealed record TestWebhook(WebhookId Id) : Callback;

    /// <param name="Nonce">One-use: two taps make one secret.</param>
    public sealed record RotateWebhook(WebhookId Id, string Nonce) : Callback;

    public sealed record SwitchOnWebhook(WebhookId Id) : Callback;

    public sealed record AskRemoveWebhook(WebhookId Id) : Callback;

    public sealed record RemoveWebhook(WebhookId Id) : Callback;

    public sealed record Languages : Callback;

    public sealed record SetLanguage(string Language) : Callback;

    public sealed record Help : Callback;

    /// <summary>Leaves a question unanswered.</summary>
    public sealed record CancelQuestion(QuestionId Id) : Callback;

    /// <summary>Answers a question: there is to be none.</summary>
    public sealed record AnswerNone(QuestionId Id) : Callback;

    /// <summary>Stops an import or other long work.</summary>
    /// <param name="Turn">Of the update that led to it (see <see cref="Chat.ChatContext.Turn"/>): Telegram's own ids may begin
    /// again.</param>
    public sealed record StopWork(long Turn) : Callback;

    // From here on: only for operators, checked again on the server side.
    public sealed record Admin : Callback;

    public sealed record AdminServices(int Page) : Callback;

    public sealed record AdminService(ServiceId Id) : Callback;

    public sealed record AdminPause(ServiceId Id, bool Pause) : Callback;

    public sealed record AdminStats(int Days) : Callback;

    /// <summary>Asks for all that something needs.</summary>
    public sealed record AdminAsk(QuestionKind Kind) : Callback;

    public sealed record AdminAskCustomer(QuestionKind Kind, CustomerId Id) : Callback;

    public sealed record AdminAskService(QuestionKind Kind, ServiceId Id) : Callback;

    public sealed record AdminCustomer(CustomerId Id) : Callback;

    public sealed record AdminUnban(CustomerId Id) : Callback;

    public sealed record AdminAskRefund(OrderId Id) : Callback;

    public sealed record AdminRefund(OrderId Id) : Callback;

    public sealed record AdminSuppliers : Callback;

    /// <summary>A supplier's debt for this order's number is settled.</summary>
    public sealed record AdminSettle(OrderId Id) : Callback;

    /// <summary>The list of work that was given up.</summary>
    public sealed record AdminFailed(int Page) : Callback;

    public sealed record AdminRetry(DeadLetterId Id) : Callback;

    public sealed record AdminAskPutAside(DeadLetterId Id) : Callback;

    public sealed record AdminPutAside(DeadLetterId Id) : Callback;

    /// <summary>The messages that belong to nobody.</summary>
    public sealed record AdminMessages(int Page) : Callback;

    public sealed record AdminMessage(MessageId Id) : Callback;

    public sealed record AdminAskHandOver(MessageId Message, OrderId To) : Callback;

    public sealed record AdminHandOver(MessageId Message, OrderId To) : Callback;

    public sealed record AdminAskDismiss(MessageId Id) : Callback;

    public sealed record AdminDismiss(MessageId Id) : Callback;
}
