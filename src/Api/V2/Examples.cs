using Microsoft.AspNetCore.Http;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.V2;

/// <summary>The answers that the reference shows, with what the store adds to them: from here they get into the OpenAPI document.</summary>
internal static class Examples
{
    private const string Id = "tx_91a…";
    private const string Number = "+15550001";
    private const string Price = "1.20";
    private const string ListPrice = "1.33";
    private const string Service = "USA Telegram";
    private const string ServiceId = "8f3c…";
    private const string FoundCode = "54321";
    private static readonly DateTime Created = new(2026, 11, 22, 10, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Expires = Created.AddMinutes(20);
    private static readonly string Pending = OrderStatus.Pending.Text();
    private static readonly string Succeeded = OrderStatus.Succeeded.Text();

    public static readonly BalanceData Balance = new("12.50", 10);
    public static readonly ServiceData[] Services = [new(ServiceId, Service, Price, 42, ListPrice, "tg")];
    public static readonly PurchaseData Purchase = new(
        Id,
        Pending,
        Price,
        Number,
        Service,
        null,
        ListPrice,
        ServiceId,
        Created,
        Expires,
        Cancelable: true
    );
    public static readonly TransactionData Transaction = new(
        Id,
        Pending,
        Number,
        null,
        Price,
        Service,
        ServiceId,
        ListPrice,
        Created,
        Expires,
        Cancelable: true
    );
    public static readonly CodeData Code = new(Id, Succeeded, FoundCode, Expires, Cancelable: false);
    public static readonly RefundData Refund = new(Price);
    public static readonly Page<TransactionData> Transactions = new([Transaction], Id);
    public static readonly Page<MessageData> Messages = new(
        [new("sms_4711", Service["USA ".Length..], $"Your code is {FoundCode}", FoundCode, Created.AddMinutes(1))],
        null
    );
    public static readonly CodeData Awaited = new(Id, Succeeded, null, Expires, Cancelable: false);

    public static readonly Page<MovementData> Movements = new(
        [
            new("mv_813", "refund", Price, Id, Service, "mv_802", null, null, Created.AddMinutes(5)),
            new("mv_802", "charge", $"-{Price}", Id, Service, null, "mv_813", null, Created),
            new("mv_640", "deposit", "12.50", null, null, null, null, "paid in cash", Created.AddDays(-1)),
        ],
        null
    );

    public static readonly AccountData Account = new(
        20001,
        "12.50",
        10,
        "en",
        Created.AddDays(-30),
        1,
        20,
        new KeyData("xk_AbCdEf1234", "night shift", ["read", "buy"], null, "5.00", Created.AddDays(-7), Created),
        new BonusTiersData(SetByStore: false, "123.00", 30, Created.AddDays(12), new NextBonusData(15, "300.00", "177.00"))
    );

    public static readonly Failure NoPrice = new(StatusCodes.Status400BadRequest, "max_price must be an amount such as 1.20");
    public static readonly Failure NotUnderstood = new(
        StatusCodes.Status400BadRequest,
        "maxPrice is not understood; this request takes max_price"
    );
    public static readonly Failure TooDear = ErrorAnswers.For(new Error.TooDear(new Money(133), new Money(120)));
    public static readonly Failure CodeArrived = ErrorAnswers.CodeArrived(Id, FoundCode);
}
