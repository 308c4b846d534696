using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.Core.Activations;
using XthonBot.Core.Catalog;
using XthonBot.Core.Orders;
using XthonBot.Core.Primitives;

namespace XthonBot.Api.Activations;

/// <summary>The protocol's answers: words with colons between, or JSON. Amounts are numbers, phones have no plus, times are UTC.</summary>
internal static class ActivationShapes
{
    /// <summary>The USA, by the protocol's own count.</summary>
    public const string Country = "187";

    private const int CountryNumber = 187;
    private const int UsDollar = 840;
    private const string KeyPrefix = "ref:";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string KeyOf(string reference) => KeyPrefix + reference;

    public static string Counts(IReadOnlyList<ServiceView> services) =>
        Text(new JsonObject(services.Select(s => KeyValuePair.Create($"{s.Code}_0", (JsonNode?)s.Stock.ToString(CultureInfo.InvariantCulture)))));

    public static string Prices(IReadOnlyList<ServiceView> services) => services.Count == 0 ? "{}" : Text(new JsonObject
    {
        [Country] = new JsonObject(services.Select(s => KeyValuePair.Create(s.Code, (JsonNode?)new JsonObject
        {
            ["cost"] = Amount(s.Price),
            ["count"] = s.Stock,
            ["physicalCount"] = s.Stock,
        }))),
    });

    public static string TopCountries(IReadOnlyList<ServiceView> services) => services is not [var service] ? "{}" : Text(new JsonObject
    {
        ["0"] = new JsonObject { ["country"] = CountryNumber, ["count"] = service.Stock, ["price"] = Amount(service.Price), ["retail_price"] = Amount(service.ListPrice) },
    });

    public static string Services(IReadOnlyList<ServiceView> services) => Text(new JsonObject
    {
        ["status"] = "success",
        ["services"] = new JsonArray([.. services.Select(s => new JsonObject { ["code"] = s.Code, ["name"] = s.Name })]),
    });

    public static string Countries() => Text(new JsonObject
    {
        [Country] = new JsonObject
        {
            ["id"] = CountryNumber,
            ["rus"] = "США",
            ["eng"] = "USA",
            ["chn"] = "美国",
            ["visible"] = 1,
            ["retry"] = 1,
            ["rent"] = 0,
            ["multiService"] = 0,
        },
    });

    public static string Operators() => Text(new JsonObject { ["status"] = "success", ["countryOperators"] = new JsonObject { [Country] = new JsonArray("any") } });

    public static string Number(ActivationId id, OrderView order) => $"ACCESS_NUMBER:{id.Value}:{Digits(order)}";

    public static string NumberV2(ActivationId id, OrderView order) => Text(new JsonObject
    {
        ["activationId"] = id.Value,
        ["phoneNumber"] = Digits(order),
        ["activationCost"] = Amount(order.Price),
        ["currency"] = UsDollar,
        ["countryCode"] = Country,
        ["countryPhoneCode"] = "1",
        ["canGetAnotherSms"] = true,
        ["activationTime"] = Time(order.CreatedAt),
        ["activationEndTime"] = Time(order.ExpiresAt),
        ["activationOperator"] = "any",
    });

    public static string Status(ActivationView activation) => activation switch
    {
        { Order.Status: OrderStatus.Pending } => "STATUS_WAIT_CODE",
        { Order: { Status: OrderStatus.Succeeded, Code: { } code, WaitsForAnother: true } } => $"STATUS_WAIT_RETRY:{code}",
        { Order: { Status: OrderStatus.Succeeded, Code: { } code } } => $"STATUS_OK:{code}",
        // Its texts are deleted.
        { Order.Status: OrderStatus.Succeeded } => "NO_ACTIVATION",
        _ => "STATUS_CANCEL",
    };

    public static string StatusV2(ActivationView activation) => activation switch
    {
        { Order: { Status: OrderStatus.Succeeded, WaitsForAnother: false }, Last: { } last } => Text(new JsonObject
        {
            ["verificationType"] = 0,
            ["sms"] = new JsonObject { ["dateTime"] = Time(last.ReceivedAt), ["code"] = last.Code, ["text"] = last.Text },
            ["call"] = null,
        }),
        _ => Status(activation),
    };

    public static string Active(IReadOnlyList<ActivationView> activations) => activations.Count == 0 ? "NO_ACTIVATIONS" : Text(new JsonObject
    {
        ["status"] = "success",
        ["activeActivations"] = new JsonArray([.. activations.Where(a => a.Order.Phone is not null).Select(Row)]),
    });

    private static JsonObject Row(ActivationView activation)
    {
        var row = new JsonObject
        {
            ["activationId"] = $"{activation.Id.Value}",
            ["serviceCode"] = activation.ServiceCode,
            ["phoneNumber"] = Digits(activation.Order),
            ["activationCost"] = Amount(activation.Order.Price),
            // As the protocol counts: 4 waits for a text, 2 has one, 3 waits for another.
            ["activationStatus"] = activation.Order.WaitsForAnother ? "3" : activation.Order.Status == OrderStatus.Succeeded ? "2" : "4",
            ["smsCode"] = activation.Last?.Code,
            ["smsText"] = activation.Last?.Text,
            ["activationTime"] = Time(activation.Order.CreatedAt),
            ["discount"] = "0",
            ["repeated"] = "0",
            ["countryCode"] = Country,
            ["countryName"] = "USA",
            ["canGetAnotherSms"] = "1",
        };
        // So that a client finds what it bought when the answer was lost.
        if (activation.PurchaseKey is { } key && key.StartsWith(KeyPrefix, StringComparison.Ordinal))
            row["ref"] = key[KeyPrefix.Length..];
        return row;
    }

    private static string Digits(OrderView order) => order.Phone is { } phone ? phone[1..] : "";

    private static string Time(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // Two decimals, exactly: not by way of a floating point number.
    private static JsonNode? Amount(Money amount) => JsonNode.Parse(amount.ToString());

    private static string Text(JsonNode node) => node.ToJsonString(Plain);
}
