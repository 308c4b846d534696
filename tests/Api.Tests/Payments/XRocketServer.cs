using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments;

/// <summary>xRocket Pay, as its OpenAPI file describes it.</summary>
internal sealed class XRocketServer : IAsyncDisposable
{
    public const string Token = "b1c0ffee2026";

    private readonly List<JsonObject> invoices = [];
    private ProviderServer server = null!;
    private long lastId = 100;

    public ProviderServer Server => server;

    public DateTime Now { get; set; } = PaymentRig.Start;

    /// <summary>The share of each payment that does not reach the app.</summary>
    public decimal Fee { get; set; } = 0.015m;

    /// <summary>Ids and amounts as texts, and its lists alone.</summary>
    public bool WritesOddly { get; set; }

    public static async Task<XRocketServer> StartAsync()
    {
        var rocket = new XRocketServer();
        rocket.server = await ProviderServer.StartAsync(
            (request, _) => $"{request.Method} {request.Path.Value!.Split('/')[1]}",
            rocket.Answer
        );
        return rocket;
    }

    public PaymentWayOptions Options(string token = Token, string currency = "", string? rate = null, int? decimals = null) =>
        new()
        {
            Kind = PaymentKind.XRocket,
            Token = token,
            Url = server.Url,
            Currency = currency,
            Rate = rate,
            Decimals = decimals,
            Timeout = Patience.Limit,
        };

    /// <summary>Somebody pays an invoice.</summary>
    /// <returns>The webhook of it: its body, and the signature.</returns>
    public (byte[] Body, string Signature) Pay(string id, decimal? amount = null, string status = "paid")
    {
        var invoice = Find(id);
        var paid = amount ?? invoice["amount"]!.GetValue<decimal>();
        var payment = new JsonObject
        {
            ["userId"] = 14_357_874_663,
            ["paymentNum"] = 1,
            ["paymentAmount"] = Number(paid),
            ["paymentAmountReceived"] = Number(paid * (1 - Fee)),
            ["comment"] = "",
            ["paid"] = Time(Now),
        };
        invoice["payments"]!.AsArray().Add(payment.DeepClone());
        (invoice["status"], invoice["paid"], invoice["activationsLeft"]) = (status, Time(Now), 0);

        var data = Simple(invoice);
        data["payment"] = payment;
        var update = new JsonObject
        {
            ["type"] = "invoicePay",
            ["timestamp"] = Time(Now),
            ["data"] = data,
        };
        var body = Encoding.UTF8.GetBytes(update.ToJsonString());
        return (body, CryptoPayServer.Sign(body, Token));
    }

    public void Expire(string id) => Find(id)["status"] = "expired";

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private ProviderAnswer Answer(ProviderRequest request) =>
        request.Headers.GetValueOrDefault("Rocket-Pay-Key") != Token
            ? Error(403, "Api key is invalid")
            : (request.Method, request.Path.Split('/')[1..]) switch
            {
                ("GET", ["app", "info"]) => Ok(200, new JsonObject { ["name"] = "Store", ["feePercents"] = 1.5 }),
                ("POST", ["tg-invoices"]) => Created(JsonNode.Parse(request.Body)!.AsObject()),
                ("GET", ["tg-invoices"]) => Listed(
                    int.Parse(request.Query["limit"]!, CultureInfo.InvariantCulture),
                    int.Parse(request.Query["offset"]!, CultureInfo.InvariantCulture)
                ),
                ("GET", ["tg-invoices", var id]) => invoices.Exists(invoice => invoice["id"]!.ToString() == id)
                    ? Ok(200, Written(Find(id)))
                    : Error(404, "Invoice not found"),
                _ => Error(404, "Cannot find it"),
            };

    private ProviderAnswer Created(JsonObject asked)
    {
        if (asked["amount"]!.GetValue<decimal>() is <= 0 or > 1_000_000 || asked["expiredIn"]!.GetValue<int>() is < 0 or > 86_400)
            return Error(400, "Bad request");
        if ((string?)asked["currency"] is not ("USDT" or "TONCOIN"))
            return Error(400, "Currency is unknown");
        var invoice = new JsonObject
        {
            ["id"] = ++lastId,
            ["amount"] = Number(asked["amount"]!.GetValue<decimal>()),
            ["minPayment"] = null,
            ["totalActivations"] = asked["numPayments"]!.DeepClone(),
            ["activationsLeft"] = asked["numPayments"]!.DeepClone(),
            ["payload"] = asked["payload"]?.DeepClone(),
            ["description"] = asked["description"]?.DeepClone(),
            ["callbackUrl"] = asked["callbackUrl"]?.DeepClone(),
            ["currency"] = asked["currency"]!.DeepClone(),
            ["created"] = Time(Now),
            ["status"] = "active",
            ["expiredIn"] = asked["expiredIn"]!.DeepClone(),
            ["link"] = $"https://t.me/xRocket?start=inv_{lastId}",
            ["payments"] = new JsonArray(),
        };
        invoices.Add(invoice);
        return Ok(201, Simple(invoice));
    }

    private ProviderAnswer Listed(int limit, int offset)
    {
        var page = new JsonArray([.. Enumerable.Reverse(invoices).Skip(offset).Take(Math.Min(limit, 2)).Select(Simple)]);
        return Ok(
            200,
            WritesOddly
                ? page
                : new JsonObject
                {
                    ["total"] = invoices.Count,
                    ["limit"] = limit,
                    ["offset"] = offset,
                    ["results"] = page,
                }
        );
    }

    private JsonObject Find(string id) => invoices.Single(invoice => invoice["id"]!.ToString() == id);

    private JsonObject Simple(JsonObject invoice)
    {
        var simple = Written(invoice);
        simple.Remove("payments");
        return simple;
    }

    private JsonObject Written(JsonObject invoice)
    {
        var written = invoice.DeepClone().AsObject();
        if (!WritesOddly)
            return written;
        foreach (var name in (string[])["id", "amount", "totalActivations", "expiredIn"])
            written[name] = written[name]!.ToString();
        foreach (var payment in written["payments"]!.AsArray())
            payment!["paymentAmount"] = payment["paymentAmount"]!.ToString();
        return written;
    }

    // As JavaScript writes it: 10.00 is 10.
    private static decimal Number(decimal number) => number / 1.0000000000000000000000000000m;

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static ProviderAnswer Ok(int status, JsonNode data) =>
        new(status, new JsonObject { ["success"] = true, ["data"] = data }.ToJsonString());

    private static ProviderAnswer Error(int status, string message) =>
        new(status, new JsonObject { ["success"] = false, ["message"] = message }.ToJsonString());
}
