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

/// <summary><c>/desk/heleket/v1</c>: the calls of Heleket's API.</summary>
internal sealed class HeleketApi(DeskContext desk, Heleket speaker)
{
    private const int UsualLifetime = 3600;
    private const int PageSize = 15;

    private delegate object? Call(JsonElement body, IQueryCollection query);

    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/desk/heleket/v1");
        api.MapPost("/payment", Run(desk.Options.HeleketKey, (body, _) => Answer(Create(body))));
        api.MapPost("/payment/info", Run(desk.Options.HeleketKey, (body, _) => Answer(Known(body))));
        api.MapPost("/payment/list", Run(desk.Options.HeleketKey, List));
        api.MapPost("/payment/services", Run(desk.Options.HeleketKey, (_, _) => Services()));
        api.MapPost("/balance", Run(desk.Options.HeleketKey, (_, _) => Balance()));
        api.MapPost("/payment/resend", Run(desk.Options.HeleketKey, (body, _) => Resend(body)));
        // The refund alone is signed with the key of payouts.
        api.MapPost("/payment/refund", Run(desk.Options.HeleketPayoutKey, (body, _) => Refund(body)));
    }

    private RequestDelegate Run(string key, Call call) =>
        async http =>
        {
            object answer;
            try
            {
                using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
                var text = await reader.ReadToEndAsync(http.RequestAborted);
                CheckSign(http.Request, text, key);
                answer = new { state = 0, result = call(Read(text), http.Request.Query) };
            }
            catch (Problem problem)
            {
                http.Response.StatusCode = problem.Status;
                answer = problem.Body;
            }
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer), http.RequestAborted);
        };

    private void CheckSign(HttpRequest request, string body, string key)
    {
        var isKnown = Same(request.Headers["merchant"].ToString(), desk.Options.HeleketMerchant);
        if (!Same(request.Headers["sign"].ToString(), Heleket.Sign(body, key)) || !isKnown)
            throw new Problem(401, new { state = 1, message = "Invalid sign" });
    }

    private static bool Same(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private static JsonElement Read(string text)
    {
        try
        {
            return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            throw Invalid("body", "The body is not JSON");
        }
    }

    private DeskInvoice Create(JsonElement body)
    {
        if (
            !decimal.TryParse(Text(body, "amount"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || amount <= 0
        )
            throw Invalid("amount", "The amount field is required.");
        var currency = Text(body, "currency") ?? throw Invalid("currency", "The currency field is required.");
        var order = Text(body, "order_id") ?? throw Invalid("order_id", "The order id field is required.");
        if (order.Length > 128 || !order.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            throw Invalid("order_id", "The order id format is invalid.");
        var lifetime = Number(body, "lifetime") ?? UsualLifetime;
        if (lifetime is < 300 or > 43_200)
            throw Invalid("lifetime", "The lifetime must be between 300 and 43200.");
        var accuracy = Number(body, "accuracy_payment_percent") ?? 0;
        if (accuracy is < 0 or > 5)
            throw Invalid("accuracy_payment_percent", "The accuracy payment percent must be between 0 and 5.");
        if (Text(body, "additional_data") is { Length: > 255 })
            throw Invalid("additional_data", "The additional data must not be greater than 255 characters.");
        Uri? callback = null;
        if (Text(body, "url_callback") is { } url && !Uri.TryCreate(url, UriKind.Absolute, out callback))
            throw Invalid("url_callback", "The url callback format is invalid.");
        var terms = new HeleketTerms(
            callback,
            body.Member("is_payment_multiple") is not { ValueKind: JsonValueKind.False },
            accuracy,
            Text(body, "additional_data")
        );
        lock (desk.Book.Gate)
            // The same order again is the same invoice.
            return ByOrder(order) ?? speaker.Open(terms, amount, currency, order, TimeSpan.FromSeconds((double)lifetime));
    }

    private DeskInvoice? ByOrder(string order) =>
        desk.Book.Find(invoice => invoice.Provider == speaker.Provider && invoice.Reference == order);

    /// <summary>The order's id goes before the provider's own.</summary>
    private DeskInvoice Known(JsonElement body)
    {
        var invoice = Text(body, "order_id") is { } order ? ByOrder(order) : desk.Book.Find($"{speaker.Provider}-{Text(body, "uuid")}");
        return invoice ?? throw new Problem(422, new { state = 1, message = "Payment was not found" });
    }

    /// <summary>Newest first, page by page; a cursor, in the address, is the number of those that were shown.</summary>
    private object List(JsonElement body, IQueryCollection query)
    {
        var from = Time(Text(body, "date_from"), DateTimeOffset.MinValue);
        var until = Time(Text(body, "date_to"), DateTimeOffset.MaxValue);
        var offset = int.TryParse(query["cursor"], NumberStyles.None, CultureInfo.InvariantCulture, out var shown) ? shown : 0;
        var all = desk.Book.List(invoice =>
            invoice.Provider == speaker.Provider && invoice.CreatedAt >= from && invoice.CreatedAt <= until
        );
        var page = all.Skip(offset).Take(PageSize).Select(Answer).ToList();
        return new
        {
            items = page,
            paginate = new
            {
                count = page.Count,
                hasPages = all.Count > PageSize,
                nextCursor = offset + page.Count < all.Count ? Number(offset + page.Count) : null,
                previousCursor = offset > 0 ? Number(Math.Max(offset - PageSize, 0)) : null,
                perPage = PageSize,
            },
        };
    }

    private object[] Resend(JsonElement body)
    {
        speaker.Resend(Known(body));
        return [];
    }

    private object[] Refund(JsonElement body)
    {
        if (Text(body, "address") is not { Length: > 0 })
            throw Invalid("address", "The address field is required.");
        if (body.Member("is_subtract") is null)
            throw Invalid("is_subtract", "The is subtract field is required.");
        var invoice = Known(body);
        if (invoice.Received == 0)
            throw new Problem(422, new { state = 1, message = "Payment is not refundable" });
        speaker.RefundByApi(invoice);
        return [];
    }

    private object[] Balance()
    {
        var received = desk.Book.List(invoice => invoice.Provider == speaker.Provider).Sum(invoice => invoice.Received);
        var balance = received.ToString("0.00######", CultureInfo.InvariantCulture);
        var money = new { balance, currency_code = Heleket.PayerCurrency };
        return [new { balance = new { merchant = new[] { money }, user = Array.Empty<object>() } }];
    }

    private static object[] Services() =>
        [
            new
            {
                network = Heleket.Network,
                currency = Heleket.PayerCurrency,
                is_available = true,
                limit = new { min_amount = "0.50", max_amount = "1000000.00" },
                commission = new { fee_amount = "0.00", percent = "0.60" },
            },
        ];

    private static JsonObject Answer(DeskInvoice invoice)
    {
        var answer = new JsonObject();
        foreach (var (name, value) in Heleket.Members(invoice))
            answer[name] = JsonSerializer.SerializeToNode(value);
        answer["payment_status"] = Heleket.StatusOf(invoice);
        answer["payer_amount"] = answer["amount"]!.DeepClone();
        answer["address"] = "TSandboxShop";
        answer["url"] = invoice.Url;
        answer["expired_at"] = invoice.ExpiresAt!.Value.ToUnixTimeSeconds();
        answer["created_at"] = Stamp(invoice.CreatedAt);
        answer["updated_at"] = Stamp(invoice.Payments is [.., var last] ? last.At : invoice.CreatedAt);
        return answer;
    }

    /// <summary>Moscow's time, as the provider writes it.</summary>
    private static string Stamp(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(3)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string? text, DateTimeOffset otherwise) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new DateTimeOffset(time, TimeSpan.FromHours(3))
            : otherwise;

    private static string? Text(JsonElement body, string name) =>
        body.Member(name) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };

    private static decimal? Number(JsonElement body, string name) =>
        decimal.TryParse(Text(body, name), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Problem Invalid(string field, string message) =>
        new(422, new { state = 1, errors = new Dictionary<string, string[]> { [field] = [message] } });

    private sealed class Problem(int status, object body) : Exception
    {
        public int Status => status;
        public object Body => body;
    }
}
