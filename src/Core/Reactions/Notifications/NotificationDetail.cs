using System.Text.Json;
using System.Text.Json.Serialization;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>The part of a notification that no other row holds. Stored as JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(BalanceMoved), "balance")]
[JsonDerivedType(typeof(WebhookOff), "webhook")]
[JsonDerivedType(typeof(WrongFigures), "figures")]
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
