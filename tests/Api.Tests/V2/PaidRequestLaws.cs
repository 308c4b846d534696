using System.Globalization;
using System.Text;
using CsCheck;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Stock;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.V2;

/// <summary>
/// The law of what costs money: exactly understood, or 400 that names a part which was not, and balance, stock and orders are as before.
/// </summary>
public sealed class PaidRequestLaws : IAsyncLifetime
{
    private const long Price = 120;
    private const string Known = "max_price";
    private static readonly string[] Names =
    [
        Known,
        Known,
        Known,
        Known,
        Known,
        "maxPrice",
        "Max_Price",
        "max-price",
        "price",
        "max_price ",
        "max_prıce",
        "max_price\u200b",
        "MAX_PRICE",
        "operator",
        "ref",
        "idempotency_key",
        "_",
        "x",
    ];

    // What is in the middle is an amount; the others look like one.
    private static readonly string[] Amounts = ["1.20", "1.2", "1.19", "0.50", "0", "5", "000.50", "1000000", "1000000.00"];
    private static readonly string[] Others =
    [
        "",
        " 1.20",
        "1.20 ",
        "1,20",
        "1.200",
        "-1",
        "+1.20",
        "1e2",
        "5e-1",
        "0x10",
        "NaN",
        "$1.20",
        "1.20 USD",
        "1 000",
        "1000000.01",
        "9999999999",
        ".5",
        "1.",
        "١.٢٠",
        "null",
        "true",
        "[1.20]",
        "{\"a\":1}",
        "1.20\n",
        "1.20,0.50",
        new string('9', 300),
    ];

    private static readonly Gen<Part> AnyPart = Gen.Select(
        Gen.OneOf(Names),
        Gen.Frequency((3, Gen.OneOf(Amounts)), (1, Gen.OneOf(Others))),
        Gen.Bool,
        (name, value, isBare) => new Part(name, value, isBare)
    );

    private static readonly Gen<Part[]> AnyParts = Gen.Frequency(
        (3, Gen.Const(Array.Empty<Part>())),
        (5, AnyPart.Array[1]),
        (1, AnyPart.Array[2]),
        (1, AnyPart.Array[3])
    );

    private static readonly Gen<Asked> AnyRequest = Gen.Select(
        AnyParts,
        AnyParts,
        Gen.Enum<Writing>(),
        Gen.OneOf("application/json", "application/x-www-form-urlencoded", "text/plain", "application/vnd.api+json", ""),
        Gen.Bool,
        (query, body, writing, type, isChunked) => new Asked(query, body, writing, type, isChunked)
    );

    private ApiHost api = null!;
    private CustomerProfile ann = null!;
    private string key = "";
    private string buy = "";

    public async ValueTask InitializeAsync()
    {
        api = await ApiHost.StartAsync(("Orders:MaxOpenPerCustomer", "0"));
        buy = $"/api/v2/services/{(await api.Store.ServiceAsync(numbers: 900)).Id}/buy";
        ann = await api.Store.CustomerAsync("1000000.00");
        key = await api.KeyAsync(ann);
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await api.Store.DifferencesAsync());
        await api.DisposeAsync();
    }

    [Fact]
    public async Task A_purchase_is_exactly_understood_or_refused_by_name_and_free()
    {
        var statuses = new SortedSet<int>();
        await AnyRequest.SampleAsync(asked => CheckAsync(asked, statuses), iter: 500, threads: 1);
        Assert.Equal([200, 400, 409], statuses);
    }

    private async Task CheckAsync(Asked asked, SortedSet<int> statuses)
    {
        var before = await StateAsync();
        using var request = asked.Make(buy);
        request.Headers.Add("X-API-Key", key);
        var reply = await api.SendAsync(request);
        statuses.Add((int)reply.Status);

        var (unread, most) = asked.Meaning;
        if (unread.Count > 0)
        {
            Assert.Equal(400, (int)reply.Status);
            Assert.Contains(unread, part => reply.Message!.StartsWith(part, StringComparison.Ordinal));
        }
        else
            Assert.Equal(most < Price ? 409 : 200, (int)reply.Status);
        var (cents, stock, orders) = before;
        Assert.Equal((int)reply.Status == 200 ? (cents - Price, stock - 1, orders + 1) : before, await StateAsync());
    }

    private async Task<(long Cents, long Stock, long Orders)> StateAsync() =>
        (
            (await api.Store.BalanceAsync(ann.Id)).Minor,
            await api.Store.ScalarAsync<long>($"select count(*) as \"Value\" from numbers where status = {(int)NumberStatus.Free}"),
            await api.Store.ScalarAsync<long>("select count(*) as \"Value\" from orders")
        );

    private enum Writing
    {
        Json,
        Form,
        Multipart,
    }

    /// <param name="IsBare">In JSON: without quotes, where that is a number as JSON writes it.</param>
    private sealed record Part(string Name, string Value, bool IsBare)
    {
        public string InJson =>
            $"{Quoted(Name)}:{(IsBare && decimal.TryParse(Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) && Value[0] is not ('0' or '.') && Value[^1] != '.' ? Value : Quoted(Value))}";

        public string Escaped => $"{Uri.EscapeDataString(Name)}={Uri.EscapeDataString(Value)}";

        private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
    }

    private sealed record Asked(Part[] Query, Part[] Body, Writing Writing, string Type, bool IsChunked)
    {
        // For the report of a failure.
        public string Shown =>
            $"?{string.Join('&', Query.Select(part => part.Escaped))} {string.Join('&', Body.Select(part => part.Escaped))}";

        /// <summary>How a refusal may begin, none where all of it can be understood; and then the most to pay, in cents.</summary>
        public (IReadOnlyCollection<string> Unread, long Most) Meaning
        {
            get
            {
                // A form under another name is no form; a JSON object shows as what it is.
                var unread =
                    Body.Length > 0 && Writing == Writing.Form && Type != "application/x-www-form-urlencoded"
                        ? ["the body must be a JSON object or a form"]
                        : new List<string>();
                var all = Query.Concat(Body).ToList();
                unread.AddRange(all.Where(part => part.Name != Known).Select(part => $"{part.Name} is not understood"));
                var known = all.Where(part => part.Name == Known).ToList();
                if (known.Exists(part => !Amounts.Contains(part.Value)))
                    unread.Add("max_price must be an amount");
                var (inQuery, inBody) = (Query.Count(part => part.Name == Known), Body.Count(part => part.Name == Known));
                var values = known
                    .Where(part => Amounts.Contains(part.Value))
                    .Select(part => (long)(decimal.Parse(part.Value, CultureInfo.InvariantCulture) * 100))
                    .Distinct()
                    .ToList();
                // Of a form, names that differ in case alone are one.
                if (
                    inQuery > 1
                    || inBody > 1
                    || values.Count > 1
                    || (inBody == 1 && Body.Count(part => part.Name.Equals(Known, StringComparison.OrdinalIgnoreCase)) > 1)
                )
                    unread.Add("max_price must be given once");
                return (unread, values.Count == 1 ? values[0] : long.MaxValue);
            }
        }

        public HttpRequestMessage Make(string path)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"{path}?{string.Join('&', Query.Select(part => part.Escaped))}");
            var text = Writing switch
            {
                Writing.Json => $"{{{string.Join(',', Body.Select(part => part.InJson))}}}",
                Writing.Form => string.Join('&', Body.Select(part => part.Escaped)),
                _ => string.Concat(
                    Body.Select(part => $"--b\r\nContent-Disposition: form-data; name=\"{part.Name}\"\r\n\r\n{part.Value}\r\n")
                ) + "--b--\r\n",
            };
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            var type = Writing == Writing.Multipart ? "multipart/form-data; boundary=b" : Type;
            if (type.Length > 0)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            request.Headers.TransferEncodingChunked = IsChunked;
            return request;
        }
    }
}
