using System.ComponentModel;
using System.Text;
using System.Text.Json.Serialization;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Payments;
using XthonBot.Api.V2;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Api.Webhooks;

/// <summary>
/// The bodies sent to webhooks, in the form that Standard Webhooks recommends. The same event has the same bytes at every try.
/// </summary>
internal sealed record EventBody<T>(string Type, DateTime Timestamp, T Data);

/// <summary>A text that came, with the order it came for.</summary>
internal sealed record MessageEventData(
    [property: Sample(Samples.Transaction), Description(Descriptions.TransactionId)] string Id,
    [property: Sample("+12015550101")] string? Number,
    [property: Sample("54321"), Description("The code in it; null where none was found.")] string? Code,
    [property: Sample("USA Telegram")] string Service,
    [property: JsonPropertyName("service_id"), Sample(Samples.Service)] string ServiceId,
    [property: Sample("Telegram"), Description("Who sent it, as the network says.")] string From,
    [property: Sample("Your code is 54321"), Description("Null where it can no longer be read.")] string? Text,
    [property: JsonPropertyName("received_at")] DateTime ReceivedAt
);

internal sealed record BalanceLowData(
    [property: Amount("3.80")] string Balance,
    [property: JsonPropertyName("balance_below"), Amount("5.00")] string BalanceBelow
);

/// <summary>A change of a payment into the balance; the figures are those of the event.</summary>
internal sealed record TopUpEventData(
    [property: Sample(TopUpData.Example), Description("Id of the top-up: pay_ and 32 hexadecimal digits.")] string Id,
    [property: OneOf(TopUpVocabularies.State)] string State,
    [property: Amount("5.00"), Description("What was to be added to the balance.")] string Amount,
    [property: Sample("crypto"), Description("Name of the method.")] string Method,
    [property: Amount("5.00"), Description("What was added to the balance now.")] string Credited,
    [property: Amount("0.00"), Description("What was taken back now, since the payer has the money again.")] string Reversed,
    [property: Amount("0.00"), Description("The part of it that the balance did not cover; the next deposit pays it.")] string Debt,
    [property: Amount("17.50"), Description("The balance afterwards.")] string Balance
);

internal sealed record TestData(string Text);

/// <summary>Writes the bodies of the events.</summary>
internal sealed class EventBodies : IWebhookBodies
{
    public byte[] Render(WebhookCall call) =>
        call switch
        {
            { Event: WebhookEvents.Test } => Bytes(call, new TestData("It works.")),
            { Event: WebhookEvents.BalanceLow, LowBalance: { } low } => Bytes(
                call,
                new BalanceLowData($"{low.Balance}", $"{low.Threshold}")
            ),
            { Event: WebhookEvents.Message, Order: { } order, Message: { } text } => Bytes(
                call,
                new MessageEventData(
                    $"{order.Id}",
                    order.Phone,
                    text.Code,
                    order.ServiceName,
                    $"{order.Service}",
                    text.Sender,
                    text.Text,
                    text.ReceivedAt.InSeconds()
                )
            ),
            { TopUp: { } topUp } => Bytes(
                call,
                new TopUpEventData(
                    $"{topUp.Id}",
                    topUp.State.Text(),
                    $"{topUp.Amount}",
                    topUp.Method,
                    $"{new Money(topUp.CreditedMinor)}",
                    $"{new Money(topUp.ReversedMinor)}",
                    $"{new Money(topUp.DebtMinor)}",
                    $"{new Money(topUp.BalanceMinor)}"
                )
            ),
            { Order: { } order } => Bytes(call, TransactionData.Of(order)),
            _ => throw new InvalidOperationException($"No body for {call.Event}."),
        };

    /// <summary>A body as the document shows it.</summary>
    public static string Example(WebhookEvents one) =>
        Encoding.UTF8.GetString(
            one switch
            {
                WebhookEvents.Test => Example(one, new TestData("It works.")),
                WebhookEvents.BalanceLow => Example(one, new BalanceLowData("3.80", "5.00")),
                WebhookEvents.Message => Example(one, WebhookExamples.Message),
                WebhookEvents.TopUpPaid => Example(one, WebhookExamples.TopUpPaid),
                WebhookEvents.TopUpRefunded => Example(one, WebhookExamples.TopUpRefunded),
                _ => Example(one, WebhookExamples.Transaction(one)),
            }
        );

    private static byte[] Example<T>(WebhookEvents one, T data) => JsonBody.Bytes(new EventBody<T>(one.Name(), WebhookExamples.At, data));

    private static byte[] Bytes<T>(WebhookCall call, T data) =>
        JsonBody.Bytes(new EventBody<T>(call.Event.Name(), call.At.InSeconds(), data));
}
