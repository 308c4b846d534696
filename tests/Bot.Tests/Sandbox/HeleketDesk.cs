using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using XthonBot.Sandbox;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Sandbox;

/// <summary>The cash desk as Heleket, over its own protocol.</summary>
public sealed class HeleketDesk
{
    private const string Merchant = "0b2f4c1e-3c2d-4a57-9a3f-2f1d5f2f3a10";
    private const string Key = "the key of payments";
    private const string PayoutKey = "the key of payouts";
    private const string Order = """{"amount":"5.00","currency":"USD","order_id":"pay_1","additional_data":"за номер / ok"}""";

    private static SandboxOptions Options =>
        new()
        {
            Desk = new()
            {
                HeleketMerchant = Merchant,
                HeleketKey = Key,
                HeleketPayoutKey = PayoutKey,
            },
        };

    [Fact]
    public async Task A_payment_is_told_with_its_signature_inside_as_PHP_writes_it()
    {
        await using var store = await Listener.StartAsync();
        await using var room = await Room.OpenAsync(Options with { PayHookUrl = store.Url });
        var invoice = await ResultAsync(room, "payment", Order);
        Assert.Equal(
            ("check", false, "5.00"),
            (Text(invoice, "payment_status"), invoice.GetProperty("is_final").GetBoolean(), Text(invoice, "amount"))
        );
        await ActAsync(room, invoice, "pay");

        var (body, _) = await store.NextAsync();
        var told = JsonDocument.Parse(body).RootElement;
        // The signature stands last; without it these are the bytes that are signed.
        var signed = body.Replace($",\"sign\":\"{Text(told, "sign")}\"", "", StringComparison.Ordinal);
        Assert.Equal(Sign(signed, Key), Text(told, "sign"));
        Assert.Contains("за номер \\/ ok", signed, StringComparison.Ordinal);
        Assert.Equal(
            ("payment", "paid", true, "pay_1", "5.00"),
            (
                Text(told, "type"),
                Text(told, "status"),
                told.GetProperty("is_final").GetBoolean(),
                Text(told, "order_id"),
                Text(told, "payment_amount")
            )
        );
    }

    [Theory]
    [InlineData("pay", "paid", true, "5.00")]
    [InlineData("pay_less", "wrong_amount_waiting", false, "2.50")]
    [InlineData("pay_more", "paid_over", true, "7.50")]
    [InlineData("pay_late", "paid", true, "5.00")]
    [InlineData("pay_twice", "paid_over", true, "10.00")]
    [InlineData("expire", "cancel", true, null)]
    public async Task What_truly_came_stands_in_the_payment(string action, string status, bool final, string? paid)
    {
        await using var room = await Room.OpenAsync(Options);
        var invoice = await ResultAsync(room, "payment", Order);
        await ActAsync(room, invoice, action);

        foreach (var asked in new[] { """{"order_id":"pay_1"}""", $$"""{"uuid":"{{Text(invoice, "uuid")}}"}""" })
        {
            var read = await ResultAsync(room, "payment/info", asked);
            Assert.Equal(
                (status, final, paid),
                (Text(read, "status"), read.GetProperty("is_final").GetBoolean(), Text(read, "payment_amount"))
            );
        }
    }

    [Fact]
    public async Task A_part_and_then_the_time_is_a_wrong_amount_and_a_part_that_must_not_be_topped_up_at_once()
    {
        await using var room = await Room.OpenAsync(Options);
        var topped = await ResultAsync(room, "payment", Order);
        await ActAsync(room, topped, "pay_less");
        await ActAsync(room, topped, "expire");
        Assert.Equal("wrong_amount", Text(await ResultAsync(room, "payment/info", """{"order_id":"pay_1"}"""), "status"));
        var single = await ResultAsync(
            room,
            "payment",
            """{"amount":"5","currency":"USD","order_id":"pay_2","is_payment_multiple":false}"""
        );
        await ActAsync(room, single, "pay_less");
        Assert.Equal("wrong_amount", Text(await ResultAsync(room, "payment/info", """{"order_id":"pay_2"}"""), "status"));
    }

    [Fact]
    public async Task The_same_order_again_is_the_same_payment_and_the_list_has_it_once()
    {
        await using var room = await Room.OpenAsync(Options);
        var first = await ResultAsync(room, "payment", Order);
        var second = await ResultAsync(room, "payment", Order);
        Assert.Equal(Text(first, "uuid"), Text(second, "uuid"));
        for (var i = 2; i <= 16; i++)
            await ResultAsync(room, "payment", $$"""{"amount":"5","currency":"USD","order_id":"pay_{{i}}"}""");

        var page = await ResultAsync(room, "payment/list", "{}");
        Assert.Equal((15, "pay_16"), (page.GetProperty("items").GetArrayLength(), Text(page.GetProperty("items")[0], "order_id")));
        var next = Text(page.GetProperty("paginate"), "nextCursor");
        var rest = await ResultAsync(room, $"payment/list?cursor={next}", "{}");
        Assert.Equal("pay_1", Text(Assert.Single(rest.GetProperty("items").EnumerateArray()), "order_id"));
        Assert.Null(Text(rest.GetProperty("paginate"), "nextCursor"));
    }

    [Fact]
    public async Task A_refund_is_signed_with_the_key_of_payouts_and_told()
    {
        await using var store = await Listener.StartAsync();
        await using var room = await Room.OpenAsync(Options);
        var order = Order.Replace("\"amount\"", $"\"url_callback\":\"{store.Url}\",\"amount\"", StringComparison.Ordinal);
        var invoice = await ResultAsync(room, "payment", order);
        await ActAsync(room, invoice, "pay");
        await store.NextAsync();
        const string Body = """{"order_id":"pay_1","address":"T1","is_subtract":true}""";
        Assert.Equal(401, (await CallAsync(room, "payment/refund", Body)).Status);
        Assert.Equal(200, (await CallAsync(room, "payment/refund", Body, PayoutKey)).Status);

        Assert.Equal(
            "0.00",
            Text((await ResultAsync(room, "balance", ""))[0].GetProperty("balance").GetProperty("merchant")[0], "balance")
        );
        Assert.Equal("refund_paid", Text(JsonDocument.Parse((await store.NextAsync()).Body).RootElement, "status"));
        Assert.Equal("refund_paid", Text(await ResultAsync(room, "payment/info", """{"order_id":"pay_1"}"""), "status"));
        Assert.Equal(422, (await CallAsync(room, "payment/refund", Body, PayoutKey)).Status);
    }

    [Theory]
    [InlineData("payment", """{"currency":"USD","order_id":"a"}""", "amount")]
    [InlineData("payment", """{"amount":"5","currency":"USD","order_id":"a b"}""", "order_id")]
    [InlineData("payment", """{"amount":"5","currency":"USD","order_id":"a","lifetime":299}""", "lifetime")]
    public async Task A_payment_that_heleket_would_refuse_is_refused(string method, string body, string field)
    {
        await using var room = await Room.OpenAsync(Options);
        var (status, answer) = await CallAsync(room, method, body);
        Assert.Equal(422, status);
        Assert.True(answer.GetProperty("errors").TryGetProperty(field, out _));
        Assert.Equal(422, (await CallAsync(room, "payment/info", """{"order_id":"none"}""")).Status);
        Assert.Equal(401, (await CallAsync(room, "payment", body, "another key")).Status);
    }

    private static Task<SandboxDeskAct> ActAsync(Room room, JsonElement invoice, string action) =>
        room.People.Desk.ActAsync("heleket-" + Text(invoice, "uuid"), action, ct: Room.Ct);

    private static async Task<JsonElement> ResultAsync(Room room, string method, string body)
    {
        var (status, answer) = await CallAsync(room, method, body);
        Assert.Equal((200, 0), (status, answer.GetProperty("state").GetInt32()));
        return answer.GetProperty("result");
    }

    private static async Task<(int Status, JsonElement Answer)> CallAsync(Room room, string method, string body, string key = Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "desk/heleket/v1/" + method)
        {
            Content = new StringContent(body, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("merchant", Merchant);
        request.Headers.Add("sign", Sign(body, key));
        using var response = await room.People.Http.SendAsync(request, Room.Ct);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Room.Ct)).RootElement);
    }

    private static string Sign(string json, string key)
    {
#pragma warning disable CA5351 // The protocol is so.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(json)) + key)));
#pragma warning restore CA5351
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
