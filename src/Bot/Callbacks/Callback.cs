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

    /// <summary>Says that the code of an order is none.</summary>
    /// <param name="InList">Whether the card was opened from the list, and leads back there.</param>
    public sealed record DisputeOrder(OrderId Id, bool InList) : Callback;

    public sealed record Balance : Callback;

    public sealed record TopUp : Callback;

    /// <summary>Asks for an amount that is on no button.</summary>
    public sealed record AskTopUp : Callback;

    /// <summary>The ways to pay in an amount.</summary>
    public sealed record TopUpBy(long AmountMinor) : Callback;

    /// <param name="Way">The tag of its name: see <see cref="Chat.Payments.WayTag"/>.</param>
    /// <param name="Nonce">One-use: two taps open one payment.</param>
    public sealed record StartTopUp(string Way, long AmountMinor, string Nonce) : Callback;

    /// <summary>The ways to pay what a purchase lacks, which then goes on by itself.</summary>
    /// <param name="PriceMinor">The price that was agreed.</param>
    /// <param name="Nonce">Of the purchase.</param>
    public sealed record PayAndBuy(ServiceId Id, int PriceMinor, string Nonce) : Callback;

    /// <inheritdoc cref="PayAndBuy"/>
    public sealed record StartPayAndBuy(ServiceId Id, int PriceMinor, string Nonce, string Way) : Callback;

    /// <param name="From">The first of the page; all zeros for the newest.</param>
    public sealed record Payments(PaymentId From) : Callback;

    public sealed record Payment(PaymentId Id) : Callback;

    /// <summary>Opens a payment in a new message, so that the news above it stays.</summary>
    public sealed record OpenPayment(PaymentId Id) : Callback;

    /// <summary>Sends the invoice of a payment in Stars once more.</summary>
    public sealed record PayStars(PaymentId Id) : Callback;

    /// <summary>Asks for the receipt of a transfer.</summary>
    public sealed record AskReceipt(PaymentId Id) : Callback;

    /// <summary>Asks the operators to credit somebody, where no way to pay is configured.</summary>
    /// <param name="Nonce">One-use: however often it is asked, and by whomever it is credited, it is credited once.</param>
    public sealed record RequestTopUp(long AmountMinor, string Nonce) : Callback;

    /// <summary>Asks for a message to the operators.</summary>
    public sealed record WriteToStore : Callback;

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

    /// <summary>Asks which texts without a code complete the orders of a service.</summary>
    public sealed record AdminTexts(ServiceId Id) : Callback;

    /// <param name="Rule">A <see cref="Core.Modules.Catalog.TextCompletes"/>; below 0 for the store's setting.</param>
    public sealed record AdminSetTexts(ServiceId Id, int Rule) : Callback;

    public sealed record AdminStats(int Days) : Callback;

    /// <summary>Asks for all that something needs.</summary>
    public sealed record AdminAsk(QuestionKind Kind) : Callback;

    public sealed record AdminAskCustomer(QuestionKind Kind, CustomerId Id) : Callback;

    public sealed record AdminAskService(QuestionKind Kind, ServiceId Id) : Callback;

    public sealed record AdminCustomer(CustomerId Id) : Callback;

    public sealed record AdminUnban(CustomerId Id) : Callback;

    public sealed record AdminAskRefund(OrderId Id) : Callback;

    public sealed record AdminRefund(OrderId Id) : Callback;

    /// <summary>The disputes that wait for a decision.</summary>
    public sealed record AdminDisputes(int Page) : Callback;

    public sealed record AdminDispute(OrderId Id) : Callback;

    public sealed record AdminJudgeDispute(OrderId Id, bool Refund) : Callback;

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

    public sealed record AdminAskAssign(MessageId Message, OrderId To) : Callback;

    public sealed record AdminAssign(MessageId Message, OrderId To) : Callback;

    public sealed record AdminAskDismiss(MessageId Id) : Callback;

    public sealed record AdminDismiss(MessageId Id) : Callback;

    /// <param name="Filter">See <see cref="Chat.Operator.PaymentsFilter"/>.</param>
    /// <param name="From">The first of the page; all zeros for the newest.</param>
    public sealed record AdminPayments(string Filter, PaymentId From) : Callback;

    public sealed record AdminPayment(PaymentId Id) : Callback;

    public sealed record AdminCreditPayment(PaymentId Id, long AmountMinor) : Callback;

    /// <summary>Asks how much has come, or why it is refused.</summary>
    public sealed record AdminAskPayment(QuestionKind Kind, PaymentId Id) : Callback;

    public sealed record AdminLeavePayment(PaymentId Id) : Callback;

    public sealed record AdminAskRefundPayment(PaymentId Id) : Callback;

    public sealed record AdminRefundPayment(PaymentId Id) : Callback;

    /// <summary>Credits what somebody asked for: see <see cref="RequestTopUp"/>.</summary>
    public sealed record AdminCreditRequest(CustomerId Customer, long AmountMinor, string Nonce) : Callback;
}
