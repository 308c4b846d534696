using System.Text.Json;
using System.Text.Json.Serialization;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>The part of a notification that no other row holds. Stored as JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(BalanceMoved), "balance")]
[JsonDerivedType(typeof(WebhookOff), "webhook")]
[JsonDerivedType(typeof(WrongFigures), "figures")]
[JsonDerivedType(typeof(OfPayment), "payment")]
[JsonDerivedType(typeof(OfAlert), "alert")]
[JsonDerivedType(typeof(Letter), "letter")]
[JsonDerivedType(typeof(AskedTopUp), "topup")]
public abstract record NotificationDetail
{
    private NotificationDetail() { }

    /// <param name="BalanceMinor">After it.</param>
    public sealed record BalanceMoved(long AmountMinor, long BalanceMinor, string? Reason) : NotificationDetail
    {
        [JsonIgnore]
        public Money Amount => new(AmountMinor);

        [JsonIgnore]
        public Money Balance => new(BalanceMinor);
    }

    /// <param name="Reason">The last part of the key of its words.</param>
    public sealed record WebhookOff(string Host, string Reason) : NotificationDetail;

    /// <param name="Lines">One for each figure of the reconciliation that is wrong.</param>
    public sealed record WrongFigures(string Lines) : NotificationDetail;

    /// <inheritdoc cref="Foundation.Durability.Alert"/>
    public sealed record OfAlert(AlertKind Alert, string Subject, string Detail) : NotificationDetail;

    /// <param name="Customer">The one who wrote, or who is answered.</param>
    /// <param name="Text">Protected as long as it is stored; null where it can no longer be read.</param>
    public sealed record Letter(long Customer, string? Text) : NotificationDetail
    {
        [JsonIgnore]
        public CustomerId With => new(Customer);
    }

    /// <param name="Nonce">Of the request: it is credited once.</param>
    public sealed record AskedTopUp(long Customer, long AmountMinor, string Nonce) : NotificationDetail
    {
        [JsonIgnore]
        public CustomerId By => new(Customer);

        [JsonIgnore]
        public Money Amount => new(AmountMinor);
    }

    /// <param name="Payment">Its public id.</param>
    /// <param name="AmountMinor">Credited, or reversed.</param>
    /// <param name="BalanceMinor">After it.</param>
    /// <param name="DebtMinor">The part of a reversal that the balance did not cover.</param>
    /// <param name="Reason">A word for the texts, or an operator's own words.</param>
    /// <param name="Service">Of the purchase that waited.</param>
    /// <param name="Decision">An operator's decision, in one word: <c>credit</c>, <c>refuse</c> or <c>leave</c>.</param>
    /// <param name="By">Who decided.</param>
    public sealed record OfPayment(
        Guid Payment,
        string Way,
        long AmountMinor,
        long BalanceMinor,
        long DebtMinor,
        string? Reason,
        Guid? Service,
        string? Decision = null,
        string? By = null
    ) : NotificationDetail
    {
        [JsonIgnore]
        public PaymentId Id => new(Payment);

        [JsonIgnore]
        public Money Amount => new(AmountMinor);

        [JsonIgnore]
        public Money Balance => new(BalanceMinor);

        [JsonIgnore]
        public Money Debt => new(DebtMinor);
    }

    internal string Write() => JsonSerializer.Serialize(this);

    /// <summary>Also as releases before this one wrote it: values with bars between, each kind in its own order.</summary>
    internal static NotificationDetail? Read(NotificationKind kind, string? stored) =>
        (kind, stored) switch
        {
            (_, null) => null,
            (_, ['{', '"', 'i', 's', '"', ..]) => JsonSerializer.Deserialize<NotificationDetail>(stored),
            (NotificationKind.BalanceCredited or NotificationKind.BalanceDebited, _)
                when stored.Split('|', 3) is [var amount, var balance, var reason] => new BalanceMoved(
                Money.Stored(amount).Minor,
                Money.Stored(balance).Minor,
                reason
            ),
            (NotificationKind.WebhookOff, _) when stored.Split('|', 2) is [var host, var reason] => new WebhookOff(host, reason),
            _ => new WrongFigures(stored),
        };
}
