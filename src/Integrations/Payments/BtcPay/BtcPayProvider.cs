using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;

namespace XthonBot.Integrations.Payments.BtcPay;

/// <summary>A BTCPay Server, by its Greenfield API, version 1.</summary>
/// <remarks>Facts: btcpayserver/btcpayserver at 03345c288 (July 2026), and what earlier servers leave out.</remarks>
internal sealed class BtcPayProvider(PaymentHttp http, TimeProvider time) : IPaymentProvider
{
    private const int Page = 50;
    private const int MostPages = 1_000;

    /// <summary>Invoices are listed by when they were made; a server watches each for a day after its end, if not told otherwise.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromDays(2);

    private readonly BtcPayApi api = new(http);

    public IReadOnlyCollection<PaymentKind> Kinds { get; } = [PaymentKind.BtcPay];

    public async Task<Invoice> StartAsync(PaymentWay way, PaymentToStart payment, CancellationToken ct)
    {
        var minutes = Math.Max(1, (int)Math.Ceiling((payment.ExpiresAt - time.GetUtcNow().UtcDateTime).TotalMinutes));
        var body = new JsonObject
        {
            ["amount"] = payment.Charge.Text,
            ["currency"] = payment.Charge.Currency,
            ["metadata"] = new JsonObject { ["orderId"] = payment.Id.ToString(), ["itemDesc"] = payment.Title },
            ["checkout"] = new JsonObject { ["expirationMinutes"] = minutes },
        };
        if (payment.ReturnUrl is { } url)
            body["checkout"]!["redirectURL"] = url;
        var answer = await api.PostAsync(way, "/invoices", body, ct);
        var made = answer.Json is { } json ? BtcPayInvoice.Read(json) : null;
        if (made is null || made.Payment != payment.Id)
            throw answer.Unreadable();
        return new Invoice(made.Id, Link(way, made), made.ExpiresAt);
    }

    public async Task<FoundPayment?> FindAsync(PaymentWay way, PaymentToFind payment, CancellationToken ct)
    {
        var invoice = payment.ExternalId is { } id ? await ReadAsync(way, id, ct) : await SearchAsync(way, payment.Id, ct);
        return invoice is null ? null : new FoundPayment(await NewsAsync(way, invoice, ct), Link(way, invoice));
    }

    public async Task<IReadOnlyList<PaymentNews>> ListAsync(PaymentWay way, DateTime since, CancellationToken ct)
    {
        var news = new List<PaymentNews>();
        var from = UnixTime.Write(since - Watched);
        for (var page = 0; page < MostPages; page++)
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"startDate={from}&skip={page * Page}&take={Page}");
            var (items, count) = await SeveralAsync(way, query, ct);
            // The server may be used by other shops of the operator's as well; where nothing came there is nothing to compare.
            foreach (var invoice in items.Where(i => i is { Payment: not null, MayHaveMoney: true }))
                news.Add(await NewsAsync(way, invoice, ct));
            if (count < Page)
                return news;
        }

        throw new PaymentLostException("GET /invoices: the list does not end");
    }

    public HookReading Understand(PaymentWay way, HookRequest request) => BtcPayHook.Read(way.Options, request);

    public async Task CheckAsync(PaymentWay way, CancellationToken ct)
    {
        var answer = await api.GetAsync(way, "/invoices?take=1", ct);
        if (answer is not { IsFine: true, Json.ValueKind: JsonValueKind.Array })
            throw answer.Unreadable();
    }

    /// <summary>An invoice of other stores, though the server has it, is not known here.</summary>
    private async Task<BtcPayInvoice?> ReadAsync(PaymentWay way, string id, CancellationToken ct)
    {
        var answer = await api.GetAsync(way, $"/invoices/{Uri.EscapeDataString(id)}?includePaymentMethods=true", ct);
        if (answer.Status == 404)
            return null;
        if (answer.Json is not { } json || BtcPayInvoice.Read(json) is not { } invoice || invoice.Id != id)
            throw answer.Unreadable();
        return invoice.StoreId is null || invoice.StoreId == way.Options.StoreId ? invoice : null;
    }

    /// <summary>Where an answer was lost there may be two of them: the one with money counts, else the newest.</summary>
    private async Task<BtcPayInvoice?> SearchAsync(PaymentWay way, PaymentId id, CancellationToken ct)
    {
        var (items, _) = await SeveralAsync(way, $"orderId={id}&take={Page.ToString(CultureInfo.InvariantCulture)}", ct);
        return items
            .Where(i => i.Payment == id)
            .OrderByDescending(i => i.MayHaveMoney)
            .ThenByDescending(i => i.CreatedAt ?? DateTime.MinValue)
            .FirstOrDefault();
    }

    /// <returns>Those of the answer that can be read, and how many it has.</returns>
    private async Task<(List<BtcPayInvoice> Items, int Count)> SeveralAsync(PaymentWay way, string query, CancellationToken ct)
    {
        var answer = await api.GetAsync(way, $"/invoices?{query}&includeArchived=true&includePaymentMethods=true", ct);
        if (answer is not { IsFine: true, Json: { ValueKind: JsonValueKind.Array } list })
            throw answer.Unreadable();
        var read = list.EnumerateArray().Select(BtcPayInvoice.Read).ToList();
        // One that cannot be read may be the very one that is looked for.
        if (read.Contains(null))
            throw answer.Unreadable();
        return ([.. read.OfType<BtcPayInvoice>()], read.Count);
    }

    private async Task<PaymentNews> NewsAsync(PaymentWay way, BtcPayInvoice invoice, CancellationToken ct)
    {
        var methods = invoice.MayHaveMoney ? invoice.Methods : null;
        // Servers before July 2026 tell it in an answer of its own.
        if (invoice.MayHaveMoney && methods is null)
        {
            var answer = await api.GetAsync(way, $"/invoices/{Uri.EscapeDataString(invoice.Id)}/payment-methods", ct);
            if (answer.Status != 404 && answer is not { IsFine: true, Json: not null })
                throw answer.Unreadable();
            methods = answer.Json;
        }

        var money = invoice.MayHaveMoney ? BtcPayMoney.Read(methods) : BtcPayMoney.None;
        return invoice.News(money, time.GetUtcNow().UtcDateTime);
    }

    // A server behind a proxy may not know its own name: the page has the same path everywhere.
    private static string Link(PaymentWay way, BtcPayInvoice invoice) =>
        invoice.Link ?? $"{way.Options.Url.TrimEnd('/')}/i/{Uri.EscapeDataString(invoice.Id)}";
}
