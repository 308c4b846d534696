using XthonBot.Api.Payments;
using XthonBot.Api.V2;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Api.Webhooks;

/// <summary>Webhooks and what they are sent, as the document shows them.</summary>
internal static class WebhookExamples
{
    public static readonly DateTime At = new(2026, 11, 22, 10, 1, 0, DateTimeKind.Utc);

    public static readonly WebhookData Webhook = new(
        Samples.Webhook,
        "https://example.com/xthon",
        WebhookEvents.All.ToNames(),
        "5.00",
        true,
        null,
        null,
        null,
        At.AddDays(-30)
    );

    public static readonly NewWebhookData New = new(Webhook, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    public static readonly RemovedData Removed = new(Samples.Webhook);
    public static readonly DeliveryData Queued = new(
        Samples.Delivery,
        WebhookEvents.Test.Name(),
        null,
        "pending",
        0,
        null,
        null,
        null,
        At,
        At
    );
    public static readonly Page<DeliveryData> Deliveries = new(
        [
            new(
                Samples.Delivery,
                WebhookEvents.Succeeded.Name(),
                Samples.Transaction,
                "pending",
                1,
                503,
                "status-503",
                At,
                At.AddSeconds(5),
                At
            ),
        ],
        null
    );

    public static readonly MessageEventData Message = new(
        Samples.Transaction,
        "+12015550101",
        "54321",
        "USA Telegram",
        Samples.Service,
        "Telegram",
        "Your code is 54321",
        At
    );

    public static readonly TopUpEventData TopUpPaid = new(
        TopUpData.Example,
        PaymentState.Paid.Text(),
        "5.00",
        "crypto",
        "5.00",
        "0.00",
        "0.00",
        "17.50"
    );

    public static readonly TopUpEventData TopUpRefunded = TopUpPaid with
    {
        State = PaymentState.Refunded.Text(),
        Credited = "0.00",
        Reversed = "5.00",
        Debt = "1.20",
        Balance = "0.00",
    };

    public static TransactionData Transaction(WebhookEvents one)
    {
        var (status, code) = one switch
        {
            WebhookEvents.Succeeded => (OrderStatus.Succeeded, "54321"),
            WebhookEvents.Refunded => (OrderStatus.Refunded, "54321"),
            WebhookEvents.Expired => (OrderStatus.Expired, (string?)null),
            _ => (OrderStatus.Canceled, null),
        };
        return new TransactionData(
            Samples.Transaction,
            status.Text(),
            "+12015550101",
            code,
            "1.20",
            "USA Telegram",
            Samples.Service,
            "1.33",
            At.AddMinutes(-1),
            At.AddMinutes(19),
            Cancelable: false
        );
    }
}
