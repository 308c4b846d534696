using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace XthonBot.Api.Tests.Payments.BtcPay;

/// <summary>How far a server is.</summary>
public enum BtcPayAge
{
    /// <summary>Before 2.1.2: without paidAmount.</summary>
    Old,

    /// <summary>Tells paidAmount, and the payments in an answer of their own.</summary>
    Middle,

    /// <summary>Tells the payments with the invoice.</summary>
    New,
}

/// <summary>A BTCPay Server as its controllers behave (GreenfieldInvoiceController.cs at 03345c288).</summary>
public sealed class BtcPayServer : IAsyncDisposable
{
    public const string Key = "btcpay-key-3f9c";
    public const string Store = "9CiNzKoANXxmk5ayZngSXrHTiVvvgCrwrpFQd4m2K776";
    private readonly WebApplication app;
    private readonly List<JsonObject> invoices = [];

    private BtcPayServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    public BtcPayAge Age { get; set; } = BtcPayAge.New;

    /// <summary>Answers in the server's place; after it has done what was asked.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>Method, path with query, and body.</summary>
    public ConcurrentQueue<(string Method, string Path, JsonObject? Body)> Asked { get; } = new();

    public IReadOnlyList<JsonObject> Invoices => invoices;

    public static async Task<BtcPayServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new BtcPayServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>An invoice that somebody made.</summary>
    public JsonObject Add(string id, string? order, string amount = "5.00", string currency = "USD", long created = 1_795_000_000)
    {
        var invoice = new JsonObject
        {
            ["id"] = id,
            ["storeId"] = Store,
            ["amount"] = amount,
            ["paidAmount"] = "0.00",
            ["currency"] = currency,
            ["type"] = "Standard",
            ["checkoutLink"] = $"{Url}/i/{id}",
            ["createdTime"] = created,
            ["expirationTime"] = created + 3_600,
            ["monitoringExpiration"] = created + 90_000,
            ["status"] = "New",
            ["additionalStatus"] = "None",
            ["availableStatusesForManualMarking"] = new JsonArray("Settled", "Invalid"),
            ["archived"] = false,
            ["metadata"] = order is null ? new JsonObject() : new JsonObject { ["orderId"] = order, ["itemDesc"] = "Top-up" },
            ["checkout"] = new JsonObject { ["speedPolicy"] = "MediumSpeed" },
            ["paymentMethods"] = new JsonArray(Method("BTC-CHAIN", "100000"), Method("BTC-LN", "100000.5")),
        };
        invoices.Add(invoice);
        return invoice;
    }

    /// <summary>A payment of an invoice; with it paidAmount, as the server counts it: whatever is not invalid, rounded.</summary>
    public static void Pay(JsonObject invoice, string value, string status, string fee = "0", int method = 0)
    {
        var payments = invoice["paymentMethods"]![method]!["payments"]!.AsArray();
        payments.Add(
            new JsonObject
            {
                ["id"] = $"tx{payments.Count}-{method}",
                ["receivedDate"] = 1_795_000_100 + payments.Count,
                ["value"] = value,
                ["fee"] = fee,
                ["status"] = status,
                ["destination"] = "bc1qpayerpayerpayer",
            }
        );
        var paid = invoice["paymentMethods"]!
            .AsArray()
            .Sum(m =>
                m!["payments"]!
                    .AsArray()
                    .Where(p => $"{p!["status"]}" != "Invalid")
                    .Sum(p => (Number(p!["value"]) - Number(p["fee"])) * Number(m["rate"]))
            );
        invoice["paidAmount"] = Math.Round(paid, 2).ToString("0.00", CultureInfo.InvariantCulture);
    }

    public static void Set(JsonObject invoice, string status, string additional = "None") =>
        (invoice["status"], invoice["additionalStatus"]) = (status, additional);

    private static decimal Number(JsonNode? node) => decimal.Parse($"{node}", CultureInfo.InvariantCulture);

    private static JsonObject Method(string id, string rate) =>
        new()
        {
            ["activated"] = true,
            ["paymentMethodId"] = id,
            ["currency"] = "BTC",
            ["rate"] = rate,
            ["due"] = "0",
            ["totalPaid"] = "0",
            ["payments"] = new JsonArray(),
        };

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var body = request.ContentLength > 0 ? await request.ReadFromJsonAsync<JsonObject>() : null;
        Asked.Enqueue((request.Method, request.Path + request.QueryString.Value, body));
        var (status, answer) = Answer(request, body);
        if (Instead is { } instead)
        {
            await instead(context);
            return;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(answer);
    }

    private (int Status, JsonNode? Body) Answer(HttpRequest request, JsonObject? body)
    {
        if (request.Headers.Authorization != $"token {Key}")
            return (401, Error("unauthenticated", "Authentication is required for accessing this endpoint"));
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not ["api", "v1", "stores", var store, "invoices", .. var rest])
            return (404, null);
        if (store != Store)
            return (403, Error("missing-permission", "Insufficient API Permissions."));
        if (rest.Length == 0)
            return request.Method == "POST" ? Create(body!) : (200, Listed(request.Query));
        var invoice = invoices.Find(i => $"{i["id"]}" == rest[0]);
        if (invoice is null)
            return (404, Error("invoice-not-found", "The invoice was not found"));
        return rest.Length == 1 ? (200, Shown(invoice, request.Query)) : (200, invoice["paymentMethods"]!.DeepClone());
    }

    private (int Status, JsonNode Body) Create(JsonObject body)
    {
        if (body["checkout"]?["expirationMinutes"] is not JsonValue minutes || minutes.GetValueKind() != JsonValueKind.Number)
            return (422, new JsonArray(new JsonObject { ["path"] = "checkout.expirationMinutes", ["message"] = "Invalid timespan" }));
        if ($"{body["currency"]}" == "XXX")
            return (422, new JsonArray(new JsonObject { ["path"] = "currency", ["message"] = "Invalid currency" }));
        var invoice = Add($"inv{invoices.Count}", $"{body["metadata"]!["orderId"]}", $"{body["amount"]}", $"{body["currency"]}");
        invoice["expirationTime"] = 1_795_000_000 + 60 * minutes.GetValue<int>();
        return (200, Shown(invoice, null));
    }

    private JsonArray Listed(IQueryCollection query)
    {
        var found = invoices
            .Where(i => !query.ContainsKey("orderId") || $"{i["metadata"]!["orderId"]}" == query["orderId"])
            .Where(i => !query.ContainsKey("startDate") || Number(i["createdTime"]) >= Number(query["startDate"].ToString()))
            .Where(i => query["includeArchived"] == "true" || !i["archived"]!.GetValue<bool>())
            .OrderByDescending(i => Number(i["createdTime"]))
            .Skip(int.Parse($"0{query["skip"]}", CultureInfo.InvariantCulture));
        return [.. (query.ContainsKey("take") ? found.Take((int)Number(query["take"].ToString())) : found).Select(i => Shown(i, query))];
    }

    private JsonObject Shown(JsonObject invoice, IQueryCollection? query)
    {
        var shown = invoice.DeepClone().AsObject();
        if (Age == BtcPayAge.Old)
            shown.Remove("paidAmount");
        if (Age != BtcPayAge.New)
            shown.Remove("paymentMethods");
        else if ($"{query?["includePaymentMethods"]}" != "true")
            shown["paymentMethods"] = new JsonArray();
        return shown;
    }

    private static JsonObject Error(string code, string message) => new() { ["code"] = code, ["message"] = message };
}
