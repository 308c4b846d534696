using System.Text.Json.Serialization;
using XthonBot.Api.Envelopes;
using XthonBot.Api.V2;
using XthonBot.Core.Webhooks;

namespace XthonBot.Api.Webhooks;

/// <summary>What a webhook is sent, in the form that Standard Webhooks recommends. The same event has the same bytes at every try.</summary>
internal sealed record EventBody<T>(string Type, DateTime Timestamp, T Data);

/// <summary>A text that came, with the order it came for.</summary>
internal sealed record MessageEventData(
    string Id,
    string? Number,
    string? Code,
    string Service,
    [property: JsonPropertyName("service_id")] string ServiceId,
    string From,
    string? Text,
    [property: JsonPropertyName("received_at")] DateTime ReceivedAt);

internal sealed record BalanceLowData(string Balance, [property: JsonPropertyName("balance_below")] string BalanceBelow);

internal sealed record TestData(string Text);

internal static class EventBodies
{
    public static byte[] Render(WebhookCall call) => call switch
    {
        { Event: WebhookEvents.Test } => Bytes(call, new TestData("It works.")),
        { Event: WebhookEvents.BalanceLow, Detail: { } detail } when detail.Split('|') is [var balance, var below] => Bytes(call, new BalanceLowData(balance, below)),
        { Event: WebhookEvents.Message, Order: { } order, Message: { } text } => Bytes(call, new MessageEventData(
            $"{order.Id}", order.Phone, text.Code, order.ServiceName, $"{order.Service}", text.Sender, text.Text, text.ReceivedAt.InSeconds())),
        { Order: { } order } => Bytes(call, TransactionData.Of(order)),
        _ => throw new InvalidOperationException($"No body for {call.Event}."),
    };

    private static byte[] Bytes<T>(WebhookCall call, T data) => JsonBody.Bytes(new EventBody<T>(call.Event.Name(), call.At.InSeconds(), data));
}
