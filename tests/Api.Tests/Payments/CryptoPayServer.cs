using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments;

/// <summary>How Crypto Pay writes.</summary>
public sealed record CryptoPayDialect
{
    /// <summary>Its lists stand alone, as before version 1.2.</summary>
    public bool ListsBare { get; init; }

    /// <summary>Ids as texts, amounts as numbers: each the other way round.</summary>
    public bool SwapsTypes { get; init; }

    public bool ListsOldestFirst { get; init; }

    /// <summary>It gives no more invoices at a time, whatever it is asked for.</summary>
    public int MostOfAPage { get; init; } = 1000;
}

/// <summary>Crypto Pay, API 1.5.2, as its page describes it.</summary>
internal sealed class CryptoPayServer : IAsyncDisposable
{
    public const string Token = "12345:AAzQcZWQqQAbsfgPnOLr4FHC8Doa4L7KryC";

    private readonly List<JsonObject> invoices = [];
    private ProviderServer server = null!;
    private long lastId = 32_245_579;
    private long lastUpdate = 61_148_357;

    public CryptoPayDialect Dialect { get; set; } = new();

    public ProviderServer Server => server;

    public DateTime Now { get; set; } = PaymentRig.Start;

    public static async Task<CryptoPayServer> StartAsync()
    {
        var crypto = new CryptoPayServer();
        crypto.server = await ProviderServer.StartAsync((request, _) => request.Path.Value!.Split('/')[^1], crypto.Answer);
        return crypto;
    }

    public PaymentWayOptions Options(string currency = "", string token = Token) =>
        new()
        {
            Kind = PaymentKind.CryptoPay,
            Token = token,
            Url = server.Url + "/",
            Currency = currency,
            Timeout = Patience.Limit,
        };

    /// <summary>An invoice of somebody else who uses the same app.</summary>
    public string Add(string? payload = null) =>
        Create(
            new JsonObject
            {
                ["asset"] = "TON",
                ["amount"] = "1.5",
                ["payload"] = payload,
            }
        )["invoice_id"]!.ToString();

    public void Pay(string id) => Change(id, "paid", "paid_at");

    public void Expire(string id) => Change(id, "expired", "expiration_date");

    /// <summary>The update of a paid invoice: its body, and the signature of it.</summary>
    public (byte[] Body, string Signature) Update(string id, string token = Token)
    {
        var update = new JsonObject
        {
            ["update_id"] = ++lastUpdate,
            ["update_type"] = "invoice_paid",
            ["request_date"] = Time(Now),
            ["payload"] = Written(Find(id)),
        };
        var body = Encoding.UTF8.GetBytes(update.ToJsonString());
        return (body, Sign(body, token));
    }

    public static string Sign(byte[] body, string token = Token) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(SHA256.HashData(Encoding.UTF8.GetBytes(token)), body));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private ProviderAnswer Answer(ProviderRequest request)
    {
        if (request.Headers.GetValueOrDefault("Crypto-Pay-API-Token") != Token)
            return Error(401, "UNAUTHORIZED");
        var asked = request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
        if (request.Body.Length > 0)
        {
            foreach (var (name, value) in JsonNode.Parse(request.Body)!.AsObject())
                asked[name] = value!.ToString();
        }

        return request.Path switch
        {
            "/api/getMe" => Ok(
                new JsonObject
                {
                    ["app_id"] = 12345,
                    ["name"] = "Store",
                    ["payment_processing_bot_username"] = "CryptoBot",
                }
            ),
            "/api/createInvoice" => Created(asked),
            "/api/getInvoices" => Listed(asked),
            _ => Error(405, "METHOD_NOT_FOUND"),
        };
    }

    private ProviderAnswer Created(Dictionary<string, string> asked)
    {
        var isFiat = asked.GetValueOrDefault("currency_type") == "fiat";
        if (!asked.ContainsKey(isFiat ? "fiat" : "asset"))
            return Error(400, isFiat ? "FIAT_INVALID" : "ASSET_INVALID");
        if (!decimal.TryParse(asked.GetValueOrDefault("amount"), CultureInfo.InvariantCulture, out var amount) || amount <= 0)
            return Error(400, "AMOUNT_INVALID");
        if (amount > 25_000)
            return Error(400, "AMOUNT_TOO_BIG");
        if (asked.TryGetValue("expires_in", out var life) && int.Parse(life, CultureInfo.InvariantCulture) is < 1 or > 2_678_400)
            return Error(400, "EXPIRES_IN_INVALID");
        return Ok(Written(Create(new JsonObject(asked.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value))))));
    }

    private JsonObject Create(JsonObject asked)
    {
        var invoice = new JsonObject
        {
            ["invoice_id"] = ++lastId,
            ["hash"] = $"IV{lastId}",
            ["currency_type"] = asked["currency_type"]?.ToString() ?? "crypto",
            ["amount"] = asked["amount"]!.ToString(),
            ["bot_invoice_url"] = $"https://t.me/CryptoBot?start=IV{lastId}",
            ["mini_app_invoice_url"] = $"https://t.me/CryptoBot/app?startapp=invoice-IV{lastId}",
            ["web_app_invoice_url"] = $"https://app.cr.bot/invoices/IV{lastId}",
            ["pay_url"] = $"https://t.me/CryptoBot?start=IV{lastId}",
            ["status"] = "active",
            ["created_at"] = Time(Now),
            ["allow_comments"] = asked["allow_comments"]?.ToString() != "false",
            ["allow_anonymous"] = true,
        };
        foreach (var name in (string[])["asset", "fiat", "description", "payload", "paid_btn_name", "paid_btn_url"])
        {
            if (asked[name] is { } value)
                invoice[name] = value.ToString();
        }

        if (asked["expires_in"] is { } life)
            invoice["expiration_date"] = Time(Now.AddSeconds(int.Parse(life.ToString(), CultureInfo.InvariantCulture)));
        invoices.Add(invoice);
        return invoice;
    }

    private ProviderAnswer Listed(Dictionary<string, string> asked)
    {
        var count = asked.TryGetValue("count", out var said) ? int.Parse(said, CultureInfo.InvariantCulture) : 100;
        if (count is < 1 or > 1000)
            return Error(400, "COUNT_INVALID");
        var offset = asked.TryGetValue("offset", out said) ? int.Parse(said, CultureInfo.InvariantCulture) : 0;
        var ids = asked.TryGetValue("invoice_ids", out said) ? said.Split(',') : null;
        var items = new JsonArray([
            .. (Dialect.ListsOldestFirst ? invoices : Enumerable.Reverse(invoices))
                .Where(invoice => ids is null || ids.Contains(invoice["invoice_id"]!.ToString()))
                .Skip(offset)
                .Take(Math.Min(count, Dialect.MostOfAPage))
                .Select(Written),
        ]);
        return Ok(Dialect.ListsBare ? items : new JsonObject { ["items"] = items });
    }

    private void Change(string id, string status, string time)
    {
        var invoice = Find(id);
        invoice["status"] = status;
        invoice[time] = Time(Now);
        if (status != "paid")
            return;
        invoice["paid_anonymously"] = true;
        (invoice["paid_asset"], invoice["paid_amount"], invoice["fee_asset"], invoice["fee_amount"]) = ("TON", "3.21", "TON", "0.0963");
        (invoice["paid_usd_rate"], invoice["paid_fiat_rate"]) = ("3.115", "3.115");
    }

    private JsonObject Find(string id) => invoices.Single(invoice => invoice["invoice_id"]!.ToString() == id);

    private JsonNode Written(JsonObject invoice)
    {
        var written = invoice.DeepClone();
        if (Dialect.SwapsTypes)
        {
            written["invoice_id"] = written["invoice_id"]!.ToString();
            written["amount"] = JsonNode.Parse(written["amount"]!.ToString());
        }

        return written;
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static ProviderAnswer Ok(JsonNode result) => new(200, new JsonObject { ["ok"] = true, ["result"] = result }.ToJsonString());

    private static ProviderAnswer Error(int code, string name) =>
        new(
            code,
            new JsonObject
            {
                ["ok"] = false,
                ["error"] = new JsonObject { ["code"] = code, ["name"] = name },
            }.ToJsonString()
        );
}
