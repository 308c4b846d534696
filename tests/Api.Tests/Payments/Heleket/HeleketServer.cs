using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments.Heleket;

/// <summary>Heleket's API over loopback, as its pages and its PHP client describe it, and the provider that asks it.</summary>
public sealed class HeleketServer : IAsyncDisposable
{
    public const string Merchant = "8b03432e-385b-4670-8d06-064591096795";
    public const string Key = "payment-key-1";
    public const string PayoutKey = "payout-key-2";
    public static readonly DateTime Now = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000).UtcDateTime;
    private readonly WebApplication app;
    private readonly ServiceProvider services;

    private HeleketServer(WebApplication app, ServiceProvider services) => (this.app, this.services) = (app, services);

    public static PaymentId Id { get; } = new(Guid.Parse("0198c0de-0000-7000-8000-00000000aaaa"));

    public List<JsonObject> Invoices { get; } = [];

    public ConcurrentQueue<(string Path, string Body)> Asked { get; } = new();

    /// <summary>Answers a repeated order id by 422, in place of the invoice.</summary>
    public bool RefusesDuplicates { get; set; }

    public Func<HttpContext, Task>? Instead { get; set; }

    public IPaymentProvider Provider => services.GetServices<IPaymentProvider>().Single(p => p.Kinds.Contains(PaymentKind.Cryptomus));

    public PaymentWay Way => WayOf();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<HeleketServer> StartAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        services.AddPaymentProviders();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new HeleketServer(app, services.BuildServiceProvider());
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await app.DisposeAsync();
    }

    public PaymentWay WayOf(Action<PaymentWayOptions>? change = null)
    {
        var options = new PaymentWayOptions
        {
            Kind = PaymentKind.Heleket,
            Url = app.Urls.First(),
            Merchant = Merchant,
            ApiKey = Key,
            Timeout = Patience.Limit,
        };
        change?.Invoke(options);
        return new PaymentWay("heleket", options);
    }

    public JsonObject Add(string uuid, string order, string status = "check", string? paid = null, string? due = "0.00005")
    {
        var invoice = new JsonObject
        {
            ["uuid"] = uuid,
            ["order_id"] = order,
            ["amount"] = "5.00",
            ["payment_amount"] = paid,
            ["payer_amount"] = due,
            ["payer_currency"] = due is null ? null : "BTC",
            ["currency"] = "USD",
            ["network"] = "btc",
            ["address"] = "bc1qours",
            ["from"] = paid is null ? null : "bc1qpayer",
            ["txid"] = null,
            ["payment_status"] = status,
            ["url"] = "https://pay.heleket.com/pay/" + uuid,
            ["expired_at"] = 1_795_003_600,
            ["status"] = status,
            ["is_final"] = false,
            ["created_at"] = "2026-11-18T12:26:40+03:00",
            ["updated_at"] = "2026-11-18T12:36:40+03:00",
        };
        Invoices.Add(invoice);
        return invoice;
    }

    public Task<Invoice> StartPaymentAsync(
        PaymentWay? way = null,
        double minutes = 60,
        string? hook = "https://store.example/hooks/pay/heleket"
    ) =>
        Provider.StartAsync(
            way ?? Way,
            new PaymentToStart(
                Id,
                Charge.Read("5.00", "USD")!,
                "Top-up",
                "5.00 for you",
                77,
                "ru",
                InChat: true,
                Now.AddMinutes(minutes),
                hook,
                "https://t.me/store_bot"
            ),
            Ct
        );

    public Task<FoundPayment?> FindAsync(string? externalId = null, PaymentWay? way = null) =>
        Provider.FindAsync(way ?? Way, new PaymentToFind(Id, externalId, Charge.Read("5.00", "USD")!, Now), Ct);

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = context.Request.Path.Value!;
        Asked.Enqueue((path + context.Request.QueryString, body));
        var (status, answer) = Answer(context.Request, path, body);
        if (Instead is { } instead)
        {
            await instead(context);
            return;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(answer);
    }

    private (int Status, JsonObject Body) Answer(HttpRequest request, string path, string body)
    {
        var key = path == "/v1/payment/refund" ? PayoutKey : Key;
#pragma warning disable CA5351 // The protocol's own.
        var sign = MD5.HashData(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(body)) + key));
#pragma warning restore CA5351
        if (request.Headers["merchant"] != Merchant)
            return (404, Failed("Merchant not found"));
        if ($"{request.Headers["sign"]}" != Convert.ToHexStringLower(sign))
            return (401, Failed("Invalid Sign."));
        var json = body.Length == 0 ? [] : JsonNode.Parse(body)!.AsObject();
        var known = Invoices.Find(i =>
            json["uuid"] is { } uuid ? $"{i["uuid"]}" == $"{uuid}" : $"{i["order_id"]}" == $"{json["order_id"]}"
        );
        switch (path)
        {
            case "/v1/balance":
                return (200, Result(new JsonArray()));
            case "/v1/payment" when known is not null && RefusesDuplicates:
                return (
                    422,
                    new JsonObject
                    {
                        ["state"] = 1,
                        ["errors"] = new JsonObject { ["order_id"] = new JsonArray("validation.unique") },
                    }
                );
            case "/v1/payment":
                return (200, Result((known ?? Add("uuid-1", $"{json["order_id"]}")).DeepClone()));
            case "/v1/payment/info":
                return known is null ? (422, Failed("Payment was not found")) : (200, Result(known.DeepClone()));
            case "/v1/payment/refund":
                (known!["payment_status"], known["status"]) = ("refund_process", "refund_process");
                return (200, Result(new JsonArray()));
            case "/v1/payment/list":
                var at = int.Parse($"0{request.Query["cursor"]}", System.Globalization.CultureInfo.InvariantCulture);
                var next = at + 15 < Invoices.Count ? $"{at + 15}" : null;
                return (
                    200,
                    Result(
                        new JsonObject
                        {
                            ["items"] = new JsonArray([.. Invoices.Skip(at).Take(15).Select(i => i.DeepClone())]),
                            ["paginate"] = new JsonObject { ["nextCursor"] = next, ["perPage"] = 15 },
                        }
                    )
                );
            default:
                return (404, Failed("no such call"));
        }
    }

    private static JsonObject Result(JsonNode result) => new() { ["state"] = 0, ["result"] = result };

    private static JsonObject Failed(string message) => new() { ["state"] = 1, ["message"] = message };
}
