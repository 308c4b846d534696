using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using XthonBot.Sandbox;
using XthonBot.Sandbox.Hosting;

namespace XthonBot.Bot.Tests.Sandbox;

public sealed class GatewayAndGate
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("a secret of at least 24 bytes");

    [Fact]
    public async Task A_text_message_is_posted_to_the_hook_signed_over_its_raw_bytes()
    {
        await using var store = await Listener.StartAsync(202);
        await using var room = await Room.OpenAsync(new() { HookSecret = "whsec_" + Convert.ToBase64String(Secret) });
        room.Server.HookUrl = store.Url;

        var result = await room.People.SmsAsync("Télegram", "+15550001", "Your code is 54321", ct: Room.Ct);
        var (body, headers) = await store.NextAsync();

        Assert.Equal((202, "answered 202"), (result.Status, result.Body));
        Assert.Equal(result.WebhookId, headers["webhook-id"]);
        var age =
            TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(headers["webhook-timestamp"], CultureInfo.InvariantCulture);
        Assert.InRange(age, 0, 60);
        var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}");
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(Secret, signed)), headers["webhook-signature"]);
        var sms = JsonDocument.Parse(body).RootElement;
        Assert.Equal(["from", "to", "text"], sms.EnumerateObject().Select(member => member.Name));
        Assert.Equal("Télegram", sms.GetProperty("from").GetString());
    }

    [Fact]
    public async Task The_same_message_can_be_delivered_twice_under_one_id()
    {
        await using var store = await Listener.StartAsync();
        await using var room = await Room.OpenAsync(new() { HookUrl = store.Url });
        await room.People.SmsAsync("Telegram", "+15550001", "1", "msg_1", Room.Ct);
        await room.People.SmsAsync("Telegram", "+15550001", "1", "msg_1", Room.Ct);

        Assert.Equal("msg_1", (await store.NextAsync()).Headers["webhook-id"]);
        Assert.Equal("msg_1", (await store.NextAsync()).Headers["webhook-id"]);
    }

    [Fact]
    public async Task Without_a_store_the_gateway_says_so()
    {
        await using var room = await Room.OpenAsync();
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => room.People.SmsAsync("a", "+15550001", "b", ct: Room.Ct));
        Assert.Equal(HttpStatusCode.Conflict, error.StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://example.com:5000")]
    [InlineData("https://127.0.0.1:0")]
    public async Task It_listens_on_loopback_alone(string url)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => SandboxServer.StartAsync(new SandboxOptions { Url = url }, Room.Ct));
        Assert.Equal("Url", error.ParamName);
    }

    [Theory]
    [InlineData("Host", "evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    public async Task Other_web_pages_are_turned_away(string header, string value, HttpStatusCode expected)
    {
        await using var room = await Room.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "sandbox/api/chats/1001/block");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await room.People.Http.SendAsync(request, Room.Ct);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task The_page_comes_whole_under_a_strict_policy()
    {
        await using var room = await Room.OpenAsync();
        using var page = await room.People.Http.GetAsync(new Uri("", UriKind.Relative), Room.Ct);
        var html = await page.Content.ReadAsStringAsync(Room.Ct);

        Assert.Equal("/sandbox", page.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("data-testid=\"conversation\"", html, StringComparison.Ordinal);
        foreach (
            var part in new[]
            {
                "sandbox.css",
                "icon.svg",
                "api.js",
                "chat.js",
                "commands.js",
                "desk.js",
                "gateway.js",
                "message.js",
                "notice.js",
                "pay.js",
            }
        )
        {
            using var got = await room.People.Http.GetAsync(new Uri($"sandbox/{part}", UriKind.Relative), Room.Ct);
            Assert.Equal(HttpStatusCode.OK, got.StatusCode);
        }
    }
}
