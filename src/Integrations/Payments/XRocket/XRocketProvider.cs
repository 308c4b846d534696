using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.XRocket;

/// <summary>
/// xRocket Pay (https://pay.xrocket.tg/api), which knows coins alone: what is asked for in dollars is converted at the way's rate.
/// </summary>
internal sealed class XRocketProvider(PaymentHttp http, TimeProvider time) : IPaymentProvider
{
    private const string Main = "https://pay.xrocket.tg";
    private const string KeyHeader = "Rocket-Pay-Key";
    private const string SignatureHeader = "rocket-pay-signature";
    private const string Invoices = "tg-invoices";
    private const int MostDescription = 1000;
    private const int MostUrl = 500;

    /// <summary>The provider cuts further ones off.</summary>
    private const int MostDecimals = 9;

    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    public IReadOnlyCollection<PaymentKind> Kinds => [PaymentKind.XRocket];

    public async Task<Invoice> StartAsync(PaymentWay way, PaymentToStart payment, CancellationToken ct)
    {
        if (payment.Charge.Value != decimal.Round(payment.Charge.Value, MostDecimals))
            throw new PaymentRefusedException("more decimals than xRocket has", nameof(PaymentWayOptions.Decimals));
        var now = time.GetUtcNow().UtcDateTime;
        var life = (int)Math.Clamp(Math.Ceiling((payment.ExpiresAt - now).TotalSeconds), 1, LongestLife.TotalSeconds);
        var body = new JsonObject
        {
            ["amount"] = payment.Charge.Value,
            ["numPayments"] = 1,
            ["currency"] = payment.Charge.Currency,
            ["payload"] = payment.Id.ToString(),
            ["expiredIn"] = life,
            ["commentsEnabled"] = false,
        };
        if (payment.Description.Length > 0)
            body["description"] = payment.Description[..Math.Min(payment.Description.Length, MostDescription)];
        if (payment.ReturnUrl is { Length: <= MostUrl } back)
            body["callbackUrl"] = back;

        using var content = PaymentHttp.Json(body);
        var invoice = Data(await AskAsync(way, "createInvoice", Invoices, content, ct));
        return XRocketInvoice.Id(invoice) is { } id && XRocketInvoice.Url(invoice) is { } url
            ? new Invoice(id, url, XRocketInvoice.ExpiresAt(invoice) ?? now.AddSeconds(life))
            : throw new PaymentLostException("createInvoice: an invoice without its id or its address");
    }

    public async Task<FoundPayment?> FindAsync(PaymentWay way, PaymentToFind payment, CancellationToken ct)
    {
        var id = payment.ExternalId;
        if (id is null)
        {
            // The list shows no payments: the invoice itself is asked for.
            var own = (await ReadAsync(way, payment.CreatedAt, ct)).Where(invoice => XRocketInvoice.Payment(invoice) == payment.Id);
            id = own.OrderBy(XRocketInvoice.Rank).Select(XRocketInvoice.Id).FirstOrDefault();
        }

        if (id is null)
            return null;
        var answer = await AskAsync(way, "getInvoice", $"{Invoices}/{Uri.EscapeDataString(id)}", null, ct);
        if (answer.Status == 404 && answer.Json is { ValueKind: JsonValueKind.Object })
            return null;
        var invoice = Data(answer);
        return XRocketInvoice.News(invoice) is { } news && news.ExternalId == id
            ? new FoundPayment(news, XRocketInvoice.Url(invoice))
            : throw new PaymentLostException("getInvoice: an invoice that cannot be read");
    }

    public async Task<IReadOnlyList<PaymentNews>> ListAsync(PaymentWay way, DateTime since, CancellationToken ct) =>
        // The list knows when an invoice was made: what changed since then may be as old as it can live.
        [
            .. (await ReadAsync(way, PaymentPages.Before(since, LongestLife), ct))
                .Where(invoice => XRocketInvoice.ChangedAt(invoice) is not { } at || at >= since)
                .Where(invoice => XRocketInvoice.Payment(invoice) is not null)
                .Select(XRocketInvoice.News)
                .OfType<PaymentNews>(),
        ];

    public HookReading Understand(PaymentWay way, HookRequest request)
    {
        if (!request.Headers.TryGetValue(SignatureHeader, out var signature))
            return new HookReading.Forged("no signature");
        if (!AppSignature.IsSigned(way.Options.Token, request.Body.Span, signature))
            return new HookReading.Forged("the signature is of another token or another body");
        if (PaymentHttp.Read(request.Body) is not { } update || Loose.Text(update, "type") is not { } type)
            return new HookReading.Malformed("no update");
        if (type != "invoicePay")
            return new HookReading.Nothing();
        if (Loose.Field(update, "data") is not { } invoice || XRocketInvoice.Id(invoice) is not { } id)
            return new HookReading.Malformed("an update without its invoice");
        if (XRocketInvoice.Payment(invoice) is not { } payment)
            return new HookReading.Nothing();
        // It holds the last payment alone, which is all of them only where there can be no other.
        return XRocketInvoice.IsPaid(invoice) && XRocketInvoice.IsForOne(invoice) && XRocketInvoice.News(invoice) is { } news
            ? new HookReading.Verified([news])
            : new HookReading.Hint(id, payment);
    }

    public async Task CheckAsync(PaymentWay way, CancellationToken ct) => Data(await AskAsync(way, "getInfo", "app/info", null, ct));

    private Task<IReadOnlyList<JsonElement>> ReadAsync(PaymentWay way, DateTime since, CancellationToken ct) =>
        PaymentPages.ReadAsync(
            since,
            async offset =>
            {
                var query = string.Create(CultureInfo.InvariantCulture, $"{Invoices}?limit={PaymentPages.Size}&offset={offset}");
                return Items(Data(await AskAsync(way, "getInvoices", query, null, ct)));
            },
            XRocketInvoice.Id,
            XRocketInvoice.CreatedAt
        );

    private static IReadOnlyList<JsonElement> Items(JsonElement data) =>
        data.ValueKind == JsonValueKind.Array ? [.. data.EnumerateArray()]
        : Loose.Field(data, "results", "items") is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()]
        : throw new PaymentLostException("getInvoices: no list");

    private static JsonElement Data(PaymentAnswer answer)
    {
        if (answer.Json is not { ValueKind: JsonValueKind.Object } json)
            throw answer.Failure(nameof(PaymentWayOptions.Token));
        var isRefused = Loose.Field(json, "success") is { ValueKind: JsonValueKind.False };
        if (answer.IsFine && !isRefused && Loose.Field(json, "data") is { } data)
            return data;
        var code = answer.IsFine && isRefused ? 400 : answer.Status;
        throw answer.Failure(code, Loose.Text(json, "message"), nameof(PaymentWayOptions.Token));
    }

    private async Task<PaymentAnswer> AskAsync(PaymentWay way, string action, string path, HttpContent? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, PaymentHttp.Address(way, Main, path));
        request.Content = body;
        request.Headers.TryAddWithoutValidation(KeyHeader, way.Options.Token);
        return await http.AskAsync(way, action, request, ct);
    }
}
