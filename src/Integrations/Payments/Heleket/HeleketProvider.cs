using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.Heleket;

/// <summary>Heleket and Cryptomus, which have one protocol.</summary>
/// <remarks>Facts: doc.heleket.com, doc.cryptomus.com, Heleket/php-sdk 2.2.0 (June 2026).</remarks>
internal sealed class HeleketProvider(PaymentHttp http, TimeProvider time) : IPaymentProvider
{
    private const int MostPages = 1_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Invoices are listed by when they were made, which is at most a life before they are paid, and some confirmations.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromDays(2);

    private readonly HeleketApi api = new(http);

    public IReadOnlyCollection<PaymentKind> Kinds { get; } = [PaymentKind.Heleket, PaymentKind.Cryptomus];

    public async Task<Invoice> StartAsync(PaymentWay way, PaymentToStart payment, CancellationToken ct)
    {
        var left = payment.ExpiresAt - time.GetUtcNow().UtcDateTime;
        var body = new JsonObject
        {
            ["amount"] = payment.Charge.Text,
            ["currency"] = payment.Charge.Currency,
            ["order_id"] = payment.Id.ToString(),
            ["lifetime"] = (int)Math.Ceiling(Math.Clamp(left.TotalSeconds, Shortest.TotalSeconds, Longest.TotalSeconds)),
            // Whose exchange took its fee out of the amount can pay the rest.
            ["is_payment_multiple"] = true,
        };
        foreach (
            var (name, url) in new[]
            {
                ("url_callback", payment.HookUrl),
                ("url_return", payment.ReturnUrl),
                ("url_success", payment.ReturnUrl),
            }
        )
        {
            // They refuse the whole invoice for another.
            if (url is { Length: <= 255 } && url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
                body[name] = url;
        }

        var answer = await api.AskAsync(way, "payment", body, ct);
        var invoice = answer.IsDuplicate
            ? await ReadAsync(way, "order_id", payment.Id.ToString(), ct) ?? throw answer.Refused()
            : HeleketInvoice.Read(answer.OrRefused());
        return invoice is { Url: { } link } && invoice.Payment == payment.Id
            ? new Invoice(invoice.Id, link, invoice.ExpiresAt)
            : throw answer.Http.Unreadable();
    }

    public async Task<FoundPayment?> FindAsync(PaymentWay way, PaymentToFind payment, CancellationToken ct)
    {
        var invoice = payment.ExternalId is { } id
            ? await ReadAsync(way, "uuid", id, ct)
            : await ReadAsync(way, "order_id", payment.Id.ToString(), ct);
        return invoice is null ? null : new FoundPayment(invoice.News(), invoice.Url);
    }

    public async Task<IReadOnlyList<PaymentNews>> ListAsync(PaymentWay way, DateTime since, CancellationToken ct)
    {
        // Their clock is three hours ahead and names no zone: a time of UTC is earlier there, and never too late.
        var from = since - Before;
        var news = new Dictionary<string, PaymentNews>(StringComparer.Ordinal);
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var body = new JsonObject { ["date_from"] = from.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) };
            var path = cursor is null ? "payment/list" : "payment/list?cursor=" + Uri.EscapeDataString(cursor);
            var answer = await api.AskAsync(way, path, body, ct);
            var result = answer.OrRefused();
            if (Loose.Field(result, "items") is not { ValueKind: JsonValueKind.Array } items)
                throw answer.Http.Unreadable();
            var invoices = items.EnumerateArray().Select(HeleketInvoice.Read).OfType<HeleketInvoice>().ToList();
            foreach (var invoice in invoices.Where(i => i is { Payment: not null, HasMoney: true }))
                news[invoice.Id] = invoice.News();
            cursor = Loose.Field(result, "paginate") is { } paginate ? Loose.Text(paginate, "nextcursor") : null;
            // The newest come first; a cursor may forget where the list was to begin.
            if (cursor is null || invoices.Exists(i => i.CreatedAt < from))
                return [.. news.Values];
            if (!cursors.Add(cursor))
                break;
        }

        throw new PaymentLostException("payment/list: the list does not end");
    }

    public HookReading Understand(PaymentWay way, HookRequest request)
    {
        if (way.Options.ApiKey.Length == 0)
            return new HookReading.Forged("no key is set");
        try
        {
            if (!HeleketSign.IsSigned(request.Body, way.Options.ApiKey))
                return new HookReading.Forged("wrong signature");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new HookReading.Forged("not JSON");
        }

        var json = PaymentHttp.Read(request.Body)!.Value;
        if (Loose.Text(json, "type") is { } type && type != "payment")
            return new HookReading.Nothing();
        if (Loose.Text(json, "uuid") is not { } id)
            return new HookReading.Malformed("no invoice");
        // The merchant may have other shops.
        return PaymentId.TryParse(Loose.Text(json, "orderid"), out var payment)
            ? new HookReading.Hint(id, payment)
            : new HookReading.Nothing();
    }

    public async Task<RefundAnswer> RefundAsync(PaymentWay way, PaymentToRefund payment, CancellationToken ct)
    {
        if (way.Options.PayoutKey.Length == 0 || string.IsNullOrWhiteSpace(payment.Payer))
            return RefundAnswer.ByHand;
        // An answer may have been lost: what is on its way back is not sent again.
        if (await ReadAsync(way, "uuid", payment.ExternalId, ct) is not { } invoice)
            return RefundAnswer.ByHand;
        if (invoice.IsGivenBack)
            return RefundAnswer.Done;
        if (!invoice.IsPaid)
            return RefundAnswer.ByHand;
        var body = new JsonObject
        {
            ["uuid"] = payment.ExternalId,
            ["address"] = payment.Payer,
            // The payer has the whole of it back; the network's fee is the merchant's.
            ["is_subtract"] = true,
        };
        (await api.AskAsync(way, "payment/refund", body, ct, isPayout: true)).OrRefused();
        return RefundAnswer.Done;
    }

    public async Task CheckAsync(PaymentWay way, CancellationToken ct) => (await api.AskAsync(way, "balance", null, ct)).OrRefused();

    /// <returns>Null where it is not known.</returns>
    private async Task<HeleketInvoice?> ReadAsync(PaymentWay way, string name, string value, CancellationToken ct)
    {
        var answer = await api.AskAsync(way, "payment/info", new JsonObject { [name] = value }, ct);
        if (answer.IsNotFound)
            return null;
        var invoice = HeleketInvoice.Read(answer.OrRefused());
        return invoice is not null && value == (name == "uuid" ? invoice.Id : invoice.Order) ? invoice : throw answer.Http.Unreadable();
    }
}
