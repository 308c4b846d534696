using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.CryptoPay;

/// <summary>
/// Crypto Pay of @CryptoBot, API 1.5.2 (https://help.send.tg/en/articles/10279948-crypto-pay-api), on its main network or, by the way's
/// address, on its test network.
/// </summary>
internal sealed class CryptoPayProvider(PaymentHttp http, TimeProvider time) : IPaymentProvider
{
    private const string Main = "https://pay.crypt.bot";
    private const string TokenHeader = "Crypto-Pay-API-Token";
    private const string SignatureHeader = "crypto-pay-api-signature";
    private const int MostDescription = 1024;
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(2_678_400);

    public IReadOnlyCollection<PaymentKind> Kinds => [PaymentKind.CryptoPay];

    public async Task<Invoice> StartAsync(PaymentWay way, PaymentToStart payment, CancellationToken ct)
    {
        var isFiat = CryptoPayInvoice.IsFiat(payment.Charge.Currency);
        var left = payment.ExpiresAt - time.GetUtcNow().UtcDateTime;
        var body = new JsonObject
        {
            ["currency_type"] = isFiat ? "fiat" : "crypto",
            [isFiat ? "fiat" : "asset"] = payment.Charge.Currency,
            ["amount"] = payment.Charge.Text,
            ["payload"] = payment.Id.ToString(),
            ["expires_in"] = (int)Math.Clamp(Math.Ceiling(left.TotalSeconds), 1, LongestLife.TotalSeconds),
            ["allow_comments"] = false,
        };
        if (payment.Description.Length > 0)
            body["description"] = payment.Description[..Math.Min(payment.Description.Length, MostDescription)];
        if (payment.ReturnUrl is { } back)
        {
            body["paid_btn_name"] = back.StartsWith("https://t.me/", StringComparison.OrdinalIgnoreCase) ? "openBot" : "callback";
            body["paid_btn_url"] = back;
        }

        using var content = PaymentHttp.Json(body);
        var invoice = await AskAsync(way, "createInvoice", "", content, ct);
        return CryptoPayInvoice.Id(invoice) is { } id && CryptoPayInvoice.Url(invoice) is { } url
            ? new Invoice(id, url, CryptoPayInvoice.ExpiresAt(invoice))
            : throw new PaymentLostException("createInvoice: an invoice without its id or its address");
    }

    public async Task<FoundPayment?> FindAsync(PaymentWay way, PaymentToFind payment, CancellationToken ct)
    {
        var invoices = payment.ExternalId is { } id
            ? Items(await AskAsync(way, "getInvoices", "?invoice_ids=" + Uri.EscapeDataString(id), null, ct))
                .Where(invoice => CryptoPayInvoice.Id(invoice) == id)
            : (await ReadAsync(way, payment.CreatedAt, ct)).Where(invoice => CryptoPayInvoice.Payment(invoice) == payment.Id);
        var found = invoices.OrderBy(CryptoPayInvoice.Rank).Cast<JsonElement?>().FirstOrDefault();
        return found is not { } invoice ? null
            : CryptoPayInvoice.News(invoice) is { } news ? new FoundPayment(news, CryptoPayInvoice.Url(invoice))
            : throw new PaymentLostException("getInvoices: an invoice that cannot be read");
    }

    public async Task<IReadOnlyList<PaymentNews>> ListAsync(PaymentWay way, DateTime since, CancellationToken ct)
    {
        // The list knows when an invoice was made: what changed since then may be as old as it can live.
        var made = PaymentPages.Before(since, way.Options.Lifetime < LongestLife ? way.Options.Lifetime : LongestLife);
        return
        [
            .. (await ReadAsync(way, made, ct))
                .Where(invoice => CryptoPayInvoice.ChangedAt(invoice) is not { } at || at >= since)
                .Where(invoice => CryptoPayInvoice.Payment(invoice) is not null)
                .Select(CryptoPayInvoice.News)
                .OfType<PaymentNews>(),
        ];
    }

    public HookReading Understand(PaymentWay way, HookRequest request)
    {
        if (!request.Headers.TryGetValue(SignatureHeader, out var signature))
            return new HookReading.Forged("no signature");
        if (!AppSignature.IsSigned(way.Options.Token, request.Body.Span, signature))
            return new HookReading.Forged("the signature is of another token or another body");

        // An old request says of an invoice what is still true, and a late one may be a delivery of the third day: request_date is not
        // looked at.
        if (PaymentHttp.Read(request.Body) is not { } update || Loose.Text(update, "updatetype") is not { } type)
            return new HookReading.Malformed("no update");
        if (type != "invoice_paid")
            return new HookReading.Nothing();
        if (Loose.Field(update, "payload") is not { } invoice || CryptoPayInvoice.Id(invoice) is not { } id)
            return new HookReading.Malformed("an update without its invoice");
        // The app may serve others besides the store.
        return CryptoPayInvoice.Payment(invoice) is not { } payment ? new HookReading.Nothing()
            : CryptoPayInvoice.News(invoice) is { } news ? new HookReading.Verified([news])
            : new HookReading.Hint(id, payment);
    }

    public Task CheckAsync(PaymentWay way, CancellationToken ct) => AskAsync(way, "getMe", "", null, ct);

    private Task<IReadOnlyList<JsonElement>> ReadAsync(PaymentWay way, DateTime since, CancellationToken ct) =>
        PaymentPages.ReadAsync(
            since,
            async offset =>
            {
                var query = string.Create(CultureInfo.InvariantCulture, $"?offset={offset}&count={PaymentPages.Size}");
                return Items(await AskAsync(way, "getInvoices", query, null, ct));
            },
            CryptoPayInvoice.Id,
            CryptoPayInvoice.CreatedAt
        );

    // Both are seen: an object around the list, and the list alone.
    private static IReadOnlyList<JsonElement> Items(JsonElement result) =>
        result.ValueKind == JsonValueKind.Array ? [.. result.EnumerateArray()]
        : Loose.Field(result, "items") is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()]
        : throw new PaymentLostException("getInvoices: no list");

    /// <returns>The result.</returns>
    private async Task<JsonElement> AskAsync(PaymentWay way, string method, string query, HttpContent? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(
            body is null ? HttpMethod.Get : HttpMethod.Post,
            PaymentHttp.Address(way, Main, $"api/{method}{query}")
        );
        request.Content = body;
        request.Headers.TryAddWithoutValidation(TokenHeader, way.Options.Token);
        var answer = await http.AskAsync(way, method, request, ct);
        if (answer.Json is not { } json || Loose.Field(json, "ok") is not { } ok)
            throw answer.Failure(nameof(PaymentWayOptions.Token));
        if (ok.ValueKind == JsonValueKind.True && answer.IsFine && Loose.Field(json, "result") is { } result)
            return result;
        var error = Loose.Field(json, "error") ?? default;
        var code = int.TryParse(Loose.Text(error, "code"), CultureInfo.InvariantCulture, out var said) ? said : answer.Status;
        var word = Loose.Text(error, "name");
        throw answer.Failure(word == "UNAUTHORIZED" ? 401 : code, word, nameof(PaymentWayOptions.Token));
    }
}
