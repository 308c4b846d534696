using System.ComponentModel;
using System.Text.Json.Serialization;
using XthonBot.Api.Docs;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Api.V2;

// The fields of the reference come first, in its order; what the store adds comes after them.

internal sealed record BalanceData(
    [property: Amount("12.50"), Description("Amount with two decimals.")] string Balance,
    [property: Description("Percent taken off every list price, 0 to 90.")] int Bonus
)
{
    public static BalanceData Of(CustomerBalance balance) => new($"{balance.Amount}", balance.BonusPercent);
}

internal sealed record ServiceData(
    [property: Sample(Samples.Service), Description("A UUID.")] string Id,
    [property: Sample("USA Telegram")] string Name,
    [property: Amount, Description("What you pay: the list price less your bonus.")] string Price,
    [property: Description("Numbers that can be bought at this moment.")] int Stock,
    [property: JsonPropertyName("list_price"), Amount("1.33"), Description("The price before your bonus.")] string ListPrice,
    [property: Sample("tg"), Description("Its short name, which a purchase takes as well as the id.")] string Code
)
{
    public static ServiceData Of(ServiceView service) =>
        new($"{service.Id}", service.Name, $"{service.Price}", service.Stock, $"{service.ListPrice}", service.Code);
}

internal sealed record PurchaseData(
    [property: Sample(Samples.Transaction), Description(Descriptions.TransactionId)] string Id,
    [property: OneOf(Vocabularies.TransactionStatus)] string Status,
    [property: Amount, Description("What was charged.")] string Price,
    [property: Sample("+12015550101"), Description(Descriptions.Number)] string? Number,
    [property: Sample("USA Telegram"), Description("Name of the service.")] string Service,
    [property: Sample("54321"), Description(Descriptions.Code)] string? Code,
    [property: JsonPropertyName("list_price"), Amount("1.33"), Description("The price before your bonus.")] string ListPrice,
    [property: JsonPropertyName("service_id"), Sample(Samples.Service)] string ServiceId,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt,
    [property: JsonPropertyName("expires_at"), Description(Descriptions.ExpiresAt)] DateTime ExpiresAt,
    [property: Description(Descriptions.Cancelable)] bool Cancelable
)
{
    public static PurchaseData Of(OrderView order) =>
        new(
            $"{order.Id}",
            order.Status.Text(),
            $"{order.Price}",
            order.Phone,
            order.ServiceName,
            order.Code,
            $"{order.ListPrice}",
            $"{order.Service}",
            order.CreatedAt.InSeconds(),
            order.ExpiresAt.InSeconds(),
            order.IsCancelable
        );
}

internal sealed record TransactionData(
    [property: Sample(Samples.Transaction), Description(Descriptions.TransactionId)] string Id,
    [property: OneOf(Vocabularies.TransactionStatus)] string Status,
    [property: Sample("+12015550101"), Description(Descriptions.Number)] string? Number,
    [property: Sample("54321"), Description(Descriptions.Code)] string? Code,
    [property: Amount, Description("What was charged.")] string Price,
    [property: Sample("USA Telegram"), Description("Name of the service.")] string Service,
    [property: JsonPropertyName("service_id"), Sample(Samples.Service)] string ServiceId,
    [property: JsonPropertyName("list_price"), Amount("1.33"), Description("The price before your bonus.")] string ListPrice,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt,
    [property: JsonPropertyName("expires_at"), Description(Descriptions.ExpiresAt)] DateTime ExpiresAt,
    [property: Description(Descriptions.Cancelable)] bool Cancelable
)
{
    public static TransactionData Of(OrderView order) =>
        new(
            $"{order.Id}",
            order.Status.Text(),
            order.Phone,
            order.Code,
            $"{order.Price}",
            order.ServiceName,
            $"{order.Service}",
            $"{order.ListPrice}",
            order.CreatedAt.InSeconds(),
            order.ExpiresAt.InSeconds(),
            order.IsCancelable
        );
}

internal sealed record CodeData(
    [property: Sample(Samples.Transaction), Description(Descriptions.TransactionId)] string Id,
    [property: OneOf(Vocabularies.TransactionStatus)] string Status,
    [property:
        Sample("54321"),
        Description("The last code that arrived; null until then, and again from where another is asked for until it arrives.")
    ]
        string? Code,
    [property: JsonPropertyName("expires_at"), Description(Descriptions.ExpiresAt)] DateTime ExpiresAt,
    [property: Description(Descriptions.Cancelable)] bool Cancelable
)
{
    public static CodeData Of(OrderView order) =>
        new($"{order.Id}", order.Status.Text(), order.WaitsForAnother ? null : order.Code, order.ExpiresAt.InSeconds(), order.IsCancelable);
}

internal sealed record RefundData([property: Amount, Description("What went back to the balance.")] string Refunded);

/// <summary>The state of a transaction, told where a cancel is refused.</summary>
internal sealed record TransactionState(
    [property: Sample(Samples.Transaction), Description(Descriptions.TransactionId)] string Id,
    [property: OneOf(Vocabularies.TransactionStatus)] string Status,
    [property: Sample("54321"), Description(Descriptions.Code)] string? Code
);

/// <summary>The forms of ids.</summary>
internal static class Samples
{
    public const string Service = "0193c5a0-7b1e-7c3a-9f52-3d1a6b2c4e5f";
    public const string Transaction = "tx_0193c5a07b1e7c3a9f523d1a6b2c4e5f";
    public const string Webhook = "wh_0193c5a07b1e7c3a9f523d1a6b2c4e5f";
    public const string Delivery = "msg_0193c5a07b1e7c3a9f523d1a6b2c4e5f";
}

internal static class Descriptions
{
    public const string TransactionId = "Id of the transaction: tx_ and 32 hexadecimal digits.";
    public const string Number =
        "The phone number, with + and country code; null while it is being fetched from a supplier, and where none came.";
    public const string Code = "The last code that arrived; null until then.";
    public const string Idempotency =
        "Your own name for this request, 1 to 255 characters: repeated with it, it is carried out once, and answered as the first time.";
    public const string Cancelable = "Whether a cancel would give the money back at this moment.";
    public const string ExpiresAt = "Until then messages are waited for; UTC.";

    /// <summary>Whole seconds: a fraction that is there only at times breaks strict readers of ISO 8601.</summary>
    public static DateTime InSeconds(this DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
