using System.Text.Json.Nodes;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Accounts;

namespace XthonBot.Api.HandlerApi;

/// <summary>
/// An order in the protocol's words with colons between, or in its JSON: ids and what was paid are text there, which clients in
/// typed languages ask for and all others take. Phones have no plus, times are UTC.
/// </summary>
internal static class ActivationShapes
{
    private const int UsDollar = 840;

    public static string Number(OrderNumber id, OrderView order) => $"ACCESS_NUMBER:{id.Value}:{Digits(order)}";

    public static string NumberV2(OrderNumber id, OrderView order) =>
        ActivationJson.Text(
            new JsonObject
            {
                ["activationId"] = $"{id.Value}",
                ["phoneNumber"] = Digits(order),
                ["activationCost"] = $"{order.Price}",
                ["currency"] = UsDollar,
                ["countryCode"] = Country.Text,
                ["countryPhoneCode"] = "1",
                ["canGetAnotherSms"] = true,
                ["activationTime"] = ActivationJson.Time(order.CreatedAt),
                ["activationEndTime"] = ActivationJson.Time(order.ExpiresAt),
                ["activationOperator"] = "any",
            }
        );

    public static string Status(ActivationView activation) =>
        activation switch
        {
            { Order.Status: OrderStatus.Pending } => "STATUS_WAIT_CODE",
            { Order: { Status: OrderStatus.Succeeded, Code: { } code, WaitsForAnother: true } } => $"STATUS_WAIT_RETRY:{code}",
            { Order: { Status: OrderStatus.Succeeded, Code: { } code } } => $"STATUS_OK:{code}",
            // Where a text without a code completed it, the whole text stands in the place of the code, as in other services.
            { Order: { IsByText: true, WaitsForAnother: true }, Last.Text: { } text } => $"STATUS_WAIT_RETRY:{text}",
            { Order.IsByText: true, Last.Text: { } text } => $"STATUS_OK:{text}",
            // The order's texts are deleted.
            { Order.Status: OrderStatus.Succeeded } => "NO_ACTIVATION",
            _ => "STATUS_CANCEL",
        };

    public static string StatusV2(ActivationView activation) =>
        activation switch
        {
            { Order: { Status: OrderStatus.Succeeded, WaitsForAnother: false }, Last: { } last } => ActivationJson.Text(
                new JsonObject
                {
                    ["verificationType"] = 0,
                    ["sms"] = new JsonObject
                    {
                        ["dateTime"] = ActivationJson.Time(last.ReceivedAt),
                        ["code"] = last.Code,
                        ["text"] = last.Text,
                    },
                    ["call"] = null,
                }
            ),
            _ => Status(activation),
        };

    public static string FullSms(ActivationView activation) =>
        activation switch
        {
            { Order: { Status: OrderStatus.Succeeded, WaitsForAnother: true } } => "STATUS_WAIT_CODE",
            { Order.Status: OrderStatus.Succeeded, Last.Text: { } text } => $"FULL_SMS:{text}",
            _ => Status(activation),
        };

    public static string Active(IReadOnlyList<ActivationView> activations) =>
        activations.Count == 0
            ? """{"status":"error","error":"NO_ACTIVATIONS"}"""
            : ActivationJson.Text(
                new JsonObject
                {
                    ["status"] = "success",
                    ["activeActivations"] = Rows(activations),
                    // The list's name in HeroSMS and its clients.
                    ["data"] = Rows(activations),
                }
            );

    /// <summary>The same as an older action tells it, with times in Unix seconds.</summary>
    public static string Current(IReadOnlyList<ActivationView> activations) =>
        activations.Count == 0
            ? """{"status":"fail","msg":"no_activations"}"""
            : ActivationJson.Text(
                new JsonObject
                {
                    ["status"] = "success",
                    ["data"] = new JsonArray([.. activations.Where(a => a.Order.Phone is not null).Select(CurrentRow)]),
                    ["quant"] = activations.Count(a => a.Order.Phone is not null),
                    ["existNext"] = false,
                }
            );

    public static string History(IReadOnlyList<ActivationView> activations) =>
        ActivationJson.Text(
            new JsonArray([
                .. activations.Select(a => new JsonObject
                {
                    ["id"] = $"{a.Id.Value}",
                    ["date"] = ActivationJson.Time(a.Order.CreatedAt),
                    ["phone"] = Digits(a.Order),
                    ["sms"] = a.Last?.Text,
                    ["cost"] = ActivationJson.Amount(a.Order.Price),
                    ["status"] = State(a.Order),
                    ["currency"] = UsDollar,
                }),
            ])
        );

    /// <param name="texts">Those of one page.</param>
    /// <param name="total">How many there are.</param>
    public static string Texts(ActivationView activation, IReadOnlyList<OrderMessage> texts, int total) =>
        ActivationJson.Text(
            new JsonObject
            {
                ["data"] = new JsonArray([
                    .. texts.Select(text => new JsonObject
                    {
                        ["id"] = $"{text.Id.Value}",
                        ["phoneFrom"] = text.Sender,
                        ["code"] = text.Code,
                        ["text"] = text.Text,
                        ["service"] = activation.ServiceCode,
                        ["date"] = ActivationJson.Time(text.ReceivedAt),
                        ["type"] = "sms",
                    }),
                ]),
                ["meta"] = new JsonObject { ["total"] = total, ["service"] = activation.ServiceCode },
            }
        );

    private static JsonArray Rows(IReadOnlyList<ActivationView> activations) =>
        [.. activations.Where(a => a.Order.Phone is not null).Select(Row)];

    private static JsonObject Row(ActivationView activation)
    {
        var row = new JsonObject
        {
            ["activationId"] = $"{activation.Id.Value}",
            ["serviceCode"] = activation.ServiceCode,
            ["phoneNumber"] = Digits(activation.Order),
            ["activationCost"] = $"{activation.Order.Price}",
            ["activationStatus"] = State(activation.Order),
            ["smsCode"] = activation.Last?.Code,
            ["smsText"] = activation.Last?.Text,
            ["activationTime"] = ActivationJson.Time(activation.Order.CreatedAt),
            ["discount"] = "0",
            ["repeated"] = "0",
            ["countryCode"] = Country.Text,
            ["countryName"] = "USA",
            ["canGetAnotherSms"] = "1",
        };
        // So that a client finds what it bought when the answer was lost.
        if (OrderKey.NameOf(activation.PurchaseKey) is { } order)
            row["orderId"] = order;
        return row;
    }

    private static JsonObject CurrentRow(ActivationView activation) =>
        new()
        {
            ["id"] = $"{activation.Id.Value}",
            ["forward"] = "0",
            ["phone"] = Digits(activation.Order),
            ["createDate"] = Seconds(activation.Order.CreatedAt),
            ["service"] = activation.ServiceCode,
            ["country"] = Country.Text,
            ["finishDate"] = Seconds(activation.Order.ExpiresAt),
            ["status"] = State(activation.Order),
            ["code"] = activation.Last?.Code,
        };

    // As the protocol counts: 4 waits for a text, 2 has one, 3 waits for another; 8 was canceled, of 10 the money went back otherwise.
    private static string State(OrderView order) =>
        order switch
        {
            { Status: OrderStatus.Pending } => "4",
            { Status: OrderStatus.Succeeded, IsOpen: false } => "6",
            { Status: OrderStatus.Succeeded, WaitsForAnother: true } => "3",
            { Status: OrderStatus.Succeeded } => "2",
            { Status: OrderStatus.Canceled } => "8",
            _ => "10",
        };

    private static string Digits(OrderView order) => order.Phone is { } phone ? phone[1..] : "";

    private static long Seconds(DateTime at) => new DateTimeOffset(at, TimeSpan.Zero).ToUnixTimeSeconds();
}
