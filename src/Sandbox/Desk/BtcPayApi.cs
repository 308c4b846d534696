using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Desk;

/// <summary>
/// <c>/desk/btcpay/api/v1</c>: the calls of BTCPay Server's Greenfield API (https://docs.btcpayserver.org/API/Greenfield/v1/).
/// </summary>
internal sealed class BtcPayApi(DeskContext desk, BtcPay speaker)
{
    private const int UsualMinutes = 15;
    private const int MonitoringMinutes = 1440;

    private delegate JsonNode? Call(HttpContext http, JsonObject body);

    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/desk/btcpay/api/v1");
        const string Store = "/stores/{storeId}";
        const string Invoice = Store + "/invoices/{id}";
        api.MapGet(
            "/api-keys/current",
            Run((_, _) => new JsonObject { ["label"] = "sandbox", ["permissions"] = new JsonArray("unrestricted") })
        );
        api.MapGet(
            Store,
            Run(
                (_, _) =>
                    new JsonObject
                    {
                        ["id"] = desk.Options.BtcPayStoreId,
                        ["name"] = "Sandbox",
                        ["defaultCurrency"] = "USD",
                    }
            )
        );
        api.MapPost(Store + "/invoices", Run((http, body) => Shown(Create(body), http)));
        api.MapGet(Store + "/invoices", Run((http, _) => List(http)));
        api.MapGet(Invoice, Run((http, _) => Shown(Known(http), http)));
        api.MapGet("/invoices/{id}", Run((http, _) => Shown(Known(http), http)));
        api.MapGet(Invoice + "/payment-methods", Run((http, _) => Methods(Known(http))));
        api.MapPost(Invoice + "/status", Run(Mark));
        api.MapPost(Invoice + "/refund", Run((http, _) => Refund(Known(http))));
        api.MapGet(Store + "/webhooks", Run((_, _) => new JsonArray([.. speaker.Hooks.Select(hook => (JsonNode)Shown(hook))])));
        api.MapPost(Store + "/webhooks", Run((_, body) => AddHook(body)));
        api.MapDelete(Store + "/webhooks/{id}", Run(RemoveHook));
    }

    private RequestDelegate Run(Call call) =>
        async http =>
        {
            JsonNode? answer;
            try
            {
                CheckKey(http);
                answer = call(http, await ReadAsync(http));
            }
            catch (Problem problem)
            {
                http.Response.StatusCode = problem.Status;
                answer = problem.Body;
            }
            if (answer is null)
                return;
            http.Response.ContentType = "application/json; charset=utf-8";
            await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer), http.RequestAborted);
        };

    private void CheckKey(HttpContext http)
    {
        var expected = Encoding.UTF8.GetBytes($"token {desk.Options.BtcPayKey}");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()), expected))
            throw new Problem(401, "unauthenticated", "Authentication is required for accessing this endpoint");
        if (http.Request.RouteValues["storeId"] is string store && store != desk.Options.BtcPayStoreId)
            throw new Problem(403, "missing-permission", "Insufficient API Permissions.");
    }

    private static async Task<JsonObject> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType() || http.Request.ContentLength == 0)
            return [];
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            throw Invalid("", "The body is not JSON");
        }
    }

    private DeskInvoice Create(JsonObject body)
    {
        var text = body["amount"]?.ToString() ?? throw Invalid("amount", "The sandbox has no top-up invoices: name an amount");
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount <= 0)
            throw Invalid("amount", "The amount should be above 0");
        var checkout = body["checkout"] as JsonObject ?? [];
        var minutes = checkout["expirationMinutes"]?.GetValue<double>() ?? UsualMinutes;
        if (minutes < 1)
            throw Invalid("checkout.expirationMinutes", "Expiration time must be at least one minute");
        return speaker.Open(
            amount,
            body["currency"]?.ToString() ?? "USD",
            body["metadata"]?.DeepClone() as JsonObject ?? [],
            checkout,
            TimeSpan.FromMinutes(minutes)
        );
    }

    /// <summary>Newest first.</summary>
    private JsonArray List(HttpContext http)
    {
        var query = http.Request.Query;
        HashSet<string?> orders = [.. query["orderId"]],
            states = [.. query["status"]];
        var from = Time(query["startDate"], DateTimeOffset.MinValue);
        var until = Time(query["endDate"], DateTimeOffset.MaxValue);
        var found = desk
            .Book.List(invoice =>
                invoice.Provider == speaker.Provider
                && (orders.Count == 0 || orders.Contains(invoice.Reference))
                && (states.Count == 0 || states.Contains(Status(invoice)))
                && invoice.CreatedAt >= from
                && invoice.CreatedAt <= until
            )
            .Skip(Number(query["skip"], 0))
            .Take(Number(query["take"], int.MaxValue));
        return new JsonArray([.. found.Select(invoice => (JsonNode)Shown(invoice, http))]);
    }

    private DeskInvoice Known(HttpContext http) =>
        desk.Book.Find($"{speaker.Provider}-{http.Request.RouteValues["id"]}")
        ?? throw new Problem(404, "invoice-not-found", "The invoice was not found");

    private JsonObject Mark(HttpContext http, JsonObject body)
    {
        var status = body["status"]?.ToString();
        if (status is not ("Settled" or "Invalid"))
            throw Invalid("status", "Status can only be marked to invalid or settled.");
        speaker.Mark(Known(http), status == "Settled");
        return Shown(Known(http), http);
    }

    private JsonObject Refund(DeskInvoice invoice)
    {
        if (invoice.Received == 0)
            throw new Problem(422, "non-refundable", "Cannot refund this invoice");
        var id = speaker.RefundByApi(invoice);
        return new JsonObject
        {
            ["id"] = id,
            ["name"] = $"Refund {invoice.ExternalId}",
            ["currency"] = invoice.Currency,
            ["amount"] = Amount(invoice.Received),
            ["viewLink"] = desk.PayPage(speaker.Provider, invoice.ExternalId),
            ["archived"] = false,
        };
    }

    private JsonObject Shown(DeskInvoice invoice, HttpContext http)
    {
        var shown = new JsonObject
        {
            ["id"] = invoice.ExternalId,
            ["storeId"] = desk.Options.BtcPayStoreId,
            ["amount"] = Amount(invoice.Asked),
            ["paidAmount"] = Amount(Paid(invoice)),
            ["checkoutLink"] = invoice.Url,
            ["status"] = Status(invoice),
            ["additionalStatus"] = BtcPayTerms.Of(invoice).AdditionalStatus,
            ["monitoringExpiration"] = invoice.ExpiresAt!.Value.AddMinutes(MonitoringMinutes).ToUnixTimeSeconds(),
            ["expirationTime"] = invoice.ExpiresAt.Value.ToUnixTimeSeconds(),
            ["createdTime"] = invoice.CreatedAt.ToUnixTimeSeconds(),
            ["availableStatusesForManualMarking"] = new JsonArray("Settled", "Invalid"),
            ["archived"] = false,
            ["type"] = "Standard",
            ["currency"] = invoice.Currency,
            ["metadata"] = JsonNode.Parse(BtcPayTerms.Of(invoice).Metadata),
            ["checkout"] = JsonNode.Parse(BtcPayTerms.Of(invoice).Checkout),
        };
        if (http.Request.Query["includePaymentMethods"] == "true")
            shown["paymentMethods"] = Methods(invoice);
        return shown;
    }

    private static JsonArray Methods(DeskInvoice invoice) =>
        new(
            new JsonObject
            {
                ["activated"] = true,
                ["destination"] = "bcrt1qsandbox",
                ["paymentLink"] = $"bitcoin:bcrt1qsandbox?amount={BtcPay.Coins(invoice.Due)}",
                ["rate"] = Amount(BtcPay.Rate),
                ["paymentMethodPaid"] = BtcPay.Coins(Paid(invoice)),
                ["totalPaid"] = BtcPay.Coins(Paid(invoice)),
                ["due"] = BtcPay.Coins(Math.Max(invoice.Asked - Paid(invoice), 0)),
                ["amount"] = BtcPay.Coins(invoice.Asked),
                ["paymentMethodFee"] = "0",
                ["payments"] = new JsonArray([.. invoice.Payments.Select(payment => (JsonNode)BtcPay.PaymentOf(payment))]),
                ["paymentMethodId"] = BtcPay.Method,
                ["currency"] = "BTC",
            }
        );

    private JsonObject AddHook(JsonObject body)
    {
        if (!Uri.TryCreate(body["url"]?.ToString(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw Invalid("url", "Url is required");
        var events = body["authorizedEvents"] as JsonObject;
        var hook = new BtcPayHook(
            BtcPay.NewId(),
            url,
            body["secret"]?.ToString() ?? BtcPay.NewId(),
            body["automaticRedelivery"]?.GetValue<bool>() ?? true,
            events?["everything"]?.GetValue<bool>() ?? true,
            [.. (events?["specificEvents"] as JsonArray ?? []).Select(one => one?.ToString() ?? "")]
        );
        speaker.AddHook(hook);
        var shown = Shown(hook);
        // Only this answer names it.
        shown["secret"] = hook.Secret;
        return shown;
    }

    private JsonObject? RemoveHook(HttpContext http, JsonObject body) =>
        speaker.RemoveHook(http.Request.RouteValues["id"] as string ?? "")
            ? null
            : throw new Problem(404, "webhook-not-found", "The webhook was not found");

    private JsonObject Shown(BtcPayHook hook) =>
        new()
        {
            ["id"] = hook.Id,
            ["enabled"] = true,
            ["automaticRedelivery"] = hook.IsRetried,
            ["url"] = (hook.Url ?? desk.Hooks.AddressOf(desk.Options.BtcPayWay))?.AbsoluteUri,
            ["authorizedEvents"] = new JsonObject
            {
                ["everything"] = hook.IsEverything,
                ["specificEvents"] = new JsonArray([.. hook.Events.Select(one => (JsonNode)one)]),
            },
        };

    private static string Status(DeskInvoice invoice) =>
        invoice.State switch
        {
            DeskState.Open => "New",
            DeskState.Expired => "Expired",
            DeskState.Deleted => "Invalid",
            // A refund is a matter of its own: the invoice says nothing of it.
            DeskState.Refunded when Paid(invoice) < invoice.Asked || BtcPayTerms.Of(invoice).AdditionalStatus == "PaidLate" => "Expired",
            _ => "Settled",
        };

    private static decimal Paid(DeskInvoice invoice) => invoice.Payments.Sum(payment => payment.Amount);

    private static string Amount(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string? text, DateTimeOffset otherwise) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : otherwise;

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static Problem Invalid(string path, string message) => new(path, message);

    private sealed class Problem(int status, JsonNode body) : Exception
    {
        public Problem(int status, string code, string message)
            : this(status, new JsonObject { ["code"] = code, ["message"] = message }) { }

        public Problem(string path, string message)
            : this(422, new JsonArray(new JsonObject { ["path"] = path, ["message"] = message })) { }

        public int Status => status;
        public JsonNode Body => body;
    }
}
