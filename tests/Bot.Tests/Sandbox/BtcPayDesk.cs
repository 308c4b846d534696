using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Sandbox;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Sandbox;

/// <summary>The cash desk as a BTCPay Server, over its own protocol.</summary>
public sealed class BtcPayDesk
{
    private const string Key = "the key";
    private const string Secret = "the secret";
    private const string Root = "desk/btcpay/api/v1/stores/S1/";

    private static readonly string[] SettledAlone = ["InvoiceSettled"];

    private static SandboxOptions Options =>
        new()
        {
            Desk = new()
            {
                BtcPayKey = Key,
                BtcPayStoreId = "S1",
                BtcPayHookSecret = Secret,
            },
        };

    [Fact]
    public async Task A_payment_is_told_event_by_event_in_order_signed_over_indented_JSON()
    {
        await using var store = await Listener.StartAsync();
        await using var room = await Room.OpenAsync(Options with { PayHookUrl = store.Url });
        var invoice = await CreateAsync(room);
        Assert.Equal(("New", "None", "5.00", "0"), State(invoice));
        await ActAsync(room, invoice, "pay");

        var events = new List<JsonElement>();
        foreach (
            var type in new[] { "InvoiceCreated", "InvoiceReceivedPayment", "InvoiceProcessing", "InvoicePaymentSettled", "InvoiceSettled" }
        )
        {
            var (body, headers) = await store.NextAsync();
            var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)));
            Assert.Equal("sha256=" + signature, headers["BTCPay-Sig"]);
            Assert.StartsWith("{\n  \"deliveryId\": \"", body, StringComparison.Ordinal);
            events.Add(JsonDocument.Parse(body).RootElement);
            Assert.Equal(
                (type, Text(invoice, "id"), "S1", "pay_1"),
                (
                    Text(events[^1], "type"),
                    Text(events[^1], "invoiceId"),
                    Text(events[^1], "storeId"),
                    Text(events[^1].GetProperty("metadata"), "orderId")
                )
            );
        }
        Assert.False(events[1].GetProperty("afterExpiration").GetBoolean());
        Assert.Equal("0.00005", Text(events[1].GetProperty("payment"), "value"));
        Assert.False(events[4].GetProperty("overPaid").GetBoolean());
        Assert.Equal(("Settled", "None", "5.00", "5.00"), State(await ReadAsync(room, invoice)));
    }

    [Theory]
    [InlineData("pay_less", "New", "PaidPartial", "2.50")]
    [InlineData("pay_more", "Settled", "PaidOver", "7.50")]
    [InlineData("pay_late", "Expired", "PaidLate", "5.00")]
    [InlineData("pay_twice", "Settled", "None", "10.00")]
    [InlineData("expire", "Expired", "None", "0")]
    public async Task What_truly_came_stands_in_the_invoice(string action, string status, string additional, string paid)
    {
        await using var room = await Room.OpenAsync(Options);
        var invoice = await CreateAsync(room);
        await ActAsync(room, invoice, action);

        var read = await ReadAsync(room, invoice);
        Assert.Equal((status, additional, "5.00", paid), State(read));
        Assert.Equal(read.GetRawText(), Assert.Single(await ListAsync(room, $"orderId=pay_1&status={status}")).GetRawText());
        Assert.Empty(await ListAsync(room, "orderId=pay_2"));
        Assert.Empty(await ListAsync(room, "skip=1"));
        var whole = Assert.Single(await ListAsync(room, "includePaymentMethods=true")).GetProperty("paymentMethods")[0];
        Assert.Equal("BTC-CHAIN", Text(whole, "paymentMethodId"));
        var methods = await room.People.Http.SendAsync(Request(HttpMethod.Get, $"invoices/{Text(invoice, "id")}/payment-methods"), Room.Ct);
        Assert.Equal("100000", Text((await methods.Content.ReadFromJsonAsync<JsonElement>(Room.Ct))[0], "rate"));
    }

    [Fact]
    public async Task A_part_that_came_in_time_and_the_rest_too_late_are_told_apart()
    {
        await using var store = await Listener.StartAsync();
        await using var room = await Room.OpenAsync(Options with { PayHookUrl = store.Url });
        var invoice = await CreateAsync(room);
        foreach (var action in new[] { "pay_less", "expire", "pay_late" })
            await ActAsync(room, invoice, action);

        string[] expected =
        [
            "InvoiceCreated",
            "InvoiceReceivedPayment",
            "InvoicePaymentSettled",
            "InvoiceExpired",
            "InvoiceExpiredPaidPartial",
            "InvoiceReceivedPayment",
            "InvoicePaidAfterExpiration",
            "InvoicePaymentSettled",
        ];
        var told = new List<JsonElement>();
        foreach (var _ in expected)
            told.Add(JsonDocument.Parse((await store.NextAsync()).Body).RootElement);
        Assert.Equal(expected, told.Select(one => Text(one, "type")));
        Assert.True(told[3].GetProperty("partiallyPaid").GetBoolean());
        Assert.True(told[5].GetProperty("afterExpiration").GetBoolean());
        Assert.Equal(("Expired", "PaidLate", "5.00", "5.00"), State(await ReadAsync(room, invoice)));
    }

    [Fact]
    public async Task A_webhook_that_the_store_could_not_take_comes_again_before_those_behind_it()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        await using var store = await Listener.StartAsync(200, 503);
        await using var room = await Room.OpenAsync(Options with { PayHookUrl = store.Url, Time = clock });
        var invoice = await CreateAsync(room);
        await store.NextAsync();
        await ActAsync(room, invoice, "pay");
        var first = JsonDocument.Parse((await store.NextAsync()).Body).RootElement;
        var next = store.NextAsync();
        while (!next.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        var again = JsonDocument.Parse((await next).Body).RootElement;
        Assert.Equal(
            ("InvoiceReceivedPayment", true, Text(first, "deliveryId")),
            (Text(again, "type"), again.GetProperty("isRedelivery").GetBoolean(), Text(again, "originalDeliveryId"))
        );
        Assert.NotEqual(Text(first, "deliveryId"), Text(again, "deliveryId"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(302)]
    public async Task A_webhook_that_was_refused_does_not_come_again(int status)
    {
        await using var store = await Listener.StartAsync(status);
        await using var room = await Room.OpenAsync(Options with { PayHookUrl = store.Url });
        var invoice = await CreateAsync(room);
        await ActAsync(room, invoice, "expire");

        Assert.Contains("InvoiceCreated", (await store.NextAsync()).Body, StringComparison.Ordinal);
        Assert.Contains("InvoiceExpired", (await store.NextAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_is_made_over_the_API_has_its_own_secret_and_its_own_events()
    {
        await using var store = await Listener.StartAsync();
        await using var room = await Room.OpenAsync(Options);
        var made = await PostAsync(
            room,
            "webhooks",
            new { url = store.Url, authorizedEvents = new { everything = false, specificEvents = SettledAlone } }
        );
        var secret = Text(made, "secret")!;
        await ActAsync(room, await CreateAsync(room), "pay");

        var (body, headers) = await store.NextAsync();
        Assert.Contains("\"type\": \"InvoiceSettled\"", body, StringComparison.Ordinal);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
        Assert.Equal("sha256=" + signature, headers["BTCPay-Sig"]);
        using var gone = await room.People.Http.SendAsync(Request(HttpMethod.Delete, $"webhooks/{Text(made, "id")}"), Room.Ct);
        Assert.Equal(HttpStatusCode.OK, gone.StatusCode);
    }

    [Fact]
    public async Task A_refund_is_a_pull_payment_and_the_invoice_stays_settled()
    {
        await using var room = await Room.OpenAsync(Options);
        var invoice = await CreateAsync(room);
        await ActAsync(room, invoice, "pay");
        var pull = await PostAsync(room, $"invoices/{Text(invoice, "id")}/refund", new { refundVariant = "Fiat" });

        Assert.NotEmpty(Text(pull, "id")!);
        Assert.Equal(("Settled", "None", "5.00", "5.00"), State(await ReadAsync(room, invoice)));
        Assert.Equal("refunded", (await room.People.Desk.InvoiceAsync("btcpay-" + Text(invoice, "id"), Room.Ct)).State);
    }

    [Fact]
    public async Task A_merchant_marks_by_hand_and_strangers_are_turned_away()
    {
        await using var room = await Room.OpenAsync(Options);
        var invoice = await CreateAsync(room);
        await PostAsync(room, $"invoices/{Text(invoice, "id")}/status", new { status = "Settled" });
        Assert.Equal(("Settled", "Marked", "5.00", "0"), State(await ReadAsync(room, invoice)));

        using var stranger = await room.People.Http.GetAsync(new Uri(Root + "invoices", UriKind.Relative), Room.Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using var other = await room.People.Http.SendAsync(Request(HttpMethod.Get, "../S2/invoices"), Room.Ct);
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
        using var unknown = await room.People.Http.SendAsync(Request(HttpMethod.Get, "invoices/none"), Room.Ct);
        Assert.Equal(
            (HttpStatusCode.NotFound, "invoice-not-found"),
            (unknown.StatusCode, Text(await unknown.Content.ReadFromJsonAsync<JsonElement>(Room.Ct), "code"))
        );
        using var wrong = Request(HttpMethod.Post, "invoices");
        wrong.Content = JsonContent.Create(new { amount = "-1" });
        using var invalid = await room.People.Http.SendAsync(wrong, Room.Ct);
        Assert.Equal(
            (422, "amount"),
            ((int)invalid.StatusCode, Text((await invalid.Content.ReadFromJsonAsync<JsonElement>(Room.Ct))[0], "path"))
        );
    }

    private static Task<JsonElement> CreateAsync(Room room) =>
        PostAsync(
            room,
            "invoices",
            new
            {
                amount = "5.00",
                currency = "USD",
                metadata = new { orderId = "pay_1" },
                checkout = new { expirationMinutes = 30 },
            }
        );

    private static Task<SandboxDeskAct> ActAsync(Room room, JsonElement invoice, string action) =>
        room.People.Desk.ActAsync("btcpay-" + Text(invoice, "id"), action, ct: Room.Ct);

    private static async Task<JsonElement> ReadAsync(Room room, JsonElement invoice)
    {
        using var response = await room.People.Http.SendAsync(Request(HttpMethod.Get, $"invoices/{Text(invoice, "id")}"), Room.Ct);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Room.Ct);
    }

    private static async Task<JsonElement[]> ListAsync(Room room, string query)
    {
        using var response = await room.People.Http.SendAsync(Request(HttpMethod.Get, "invoices?" + query), Room.Ct);
        return [.. (await response.Content.ReadFromJsonAsync<JsonElement>(Room.Ct)).EnumerateArray()];
    }

    private static async Task<JsonElement> PostAsync(Room room, string path, object body)
    {
        using var request = Request(HttpMethod.Post, path);
        request.Content = JsonContent.Create(body);
        using var response = await room.People.Http.SendAsync(request, Room.Ct);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Room.Ct);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, Root + path);
        request.Headers.TryAddWithoutValidation("Authorization", "token " + Key);
        return request;
    }

    private static (string?, string?, string?, string?) State(JsonElement invoice) =>
        (Text(invoice, "status"), Text(invoice, "additionalStatus"), Text(invoice, "amount"), Text(invoice, "paidAmount"));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
