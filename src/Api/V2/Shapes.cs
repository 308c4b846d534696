using System.ComponentModel;
using System.Text.Json.Serialization;
using XthonBot.Core.Catalog;
using XthonBot.Core.Customers;
using XthonBot.Core.Orders;

namespace XthonBot.Api.V2;

// The fields of the reference come first, in its order; what the store adds comes after them.

internal sealed record BalanceData(
    [property: Description("Amount with two decimals.")] string Balance,
    [property: Description("Percent taken off every list price, 0 to 90.")] int Bonus)
{
    public static BalanceData Of(CustomerBalance balance) => new($"{balance.Amount}", balance.BonusPercent);
}

internal sealed record ServiceData(
    [property: Description("UUID.")] string Id,
    string Name,
    [property: Description("What you pay: the list price less your bonus.")] string Price,
    [property: Description("Numbers on the shelf at this moment.")] int Stock,
    [property: JsonPropertyName("list_price"), Description("The price before your bonus.")] string ListPrice,
    [property: Description("Its short name, which may stand for the id in a purchase.")] string Code)
{
    public static ServiceData Of(ServiceView service) =>
        new($"{service.Id}", service.Name, $"{service.Price}", service.Stock, $"{service.ListPrice}", service.Code);
}

internal sealed record PurchaseData(
    [property: Description("Id of the transaction: tx_ and 32 hexadecimal digits.")] string Id,
    [property: Description(Words.Status)] string Status,
    [property: Description("What was charged.")] string Price,
    [property: Description(Words.Number)] string? Number,
    [property: Description("Name of the service.")] string Service,
    [property: Description(Words.Code)] string? Code,
    [property: JsonPropertyName("list_price"), Description("The price before your bonus.")] string ListPrice,
    [property: JsonPropertyName("service_id")] string ServiceId,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt,
    [property: JsonPropertyName("expires_at"), Description(Words.ExpiresAt)] DateTime ExpiresAt,
    [property: Description(Words.Cancelable)] bool Cancelable)
{
    public static PurchaseData Of(OrderView order) => new(
        $"{order.Id}", order.Status.Text(), $"{order.Price}", order.Phone, order.ServiceName, order.Code,
        $"{order.ListPrice}", $"{order.Service}", order.CreatedAt.InSeconds(), order.ExpiresAt.InSeconds(), order.IsCancelable);
}

internal sealed record TransactionData(
    string Id,
    [property: Description(Words.Status)] string Status,
    [property: Description(Words.Number)] string? Number,
    [property: Description(Words.Code)] string? Code,
    [property: Description("What was charged.")] string Price,
    [property: Description("Name of the service.")] string Service,
    [property: JsonPropertyName("service_id")] string ServiceId,
    [property: JsonPropertyName("list_price"), Description("The price before your bonus.")] string ListPrice,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt,
    [property: JsonPropertyName("expires_at"), Description(Words.ExpiresAt)] DateTime ExpiresAt,
    [property: Description(Words.Cancelable)] bool Cancelable)
{
    public static TransactionData Of(OrderView order) => new(
        $"{order.Id}", order.Status.Text(), order.Phone, order.Code, $"{order.Price}", order.ServiceName, $"{order.Service}",
        $"{order.ListPrice}", order.CreatedAt.InSeconds(), order.ExpiresAt.InSeconds(), order.IsCancelable);
}

internal sealed record CodeData(
    string Id,
    [property: Description(Words.Status)] string Status,
    [property: Description("The last code that arrived; null until then, and again from where another is asked for until it arrives.")] string? Code,
    [property: JsonPropertyName("expires_at"), Description(Words.ExpiresAt)] DateTime ExpiresAt,
    [property: Description(Words.Cancelable)] bool Cancelable)
{
    public static CodeData Of(OrderView order) =>
        new($"{order.Id}", order.Status.Text(), order.WaitsForAnother ? null : order.Code, order.ExpiresAt.InSeconds(), order.IsCancelable);
}

internal sealed record RefundData([property: Description("What went back to the balance.")] string Refunded);

/// <summary>What a transaction is, told where a cancel is refused.</summary>
internal sealed record TransactionState(
    string Id,
    [property: Description(Words.Status)] string Status,
    [property: Description(Words.Code)] string? Code);

internal static class Words
{
    public const string Status = "PENDING, SUCCEEDED, CANCELED, EXPIRED or REFUNDED.";
    public const string Number = "The phone number, with + and country code; null while it is being fetched from a supplier, and where none came.";
    public const string Code = "The last code that arrived; null until then.";
    public const string Idempotency = "Your own name for this request, 1 to 255 characters: repeated with it, it is carried out once, and answered as the first time.";
    public const string Cancelable = "Whether a cancel would give the money back at this moment.";
    public const string ExpiresAt = "Until then messages are waited for; UTC.";

    /// <summary>Whole seconds: a fraction that is there only at times breaks strict readers of ISO 8601.</summary>
    public static DateTime InSeconds(this DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
