using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>Everything that people and machines do with a store, good and bad.</summary>
internal sealed partial class DiscretionShop(StoreHost store, StoreProcess process, Person olga, Person ann) : IDisposable
{
    public const string BankKey = "bank-shared-key-9081";

    /// <summary>Longer than the fraction of any time, so that none of them is found by chance.</summary>
    public static readonly string[] Codes =
    [
        "90817263",
        "81726354",
        "72635445",
        "63544536",
        "54453627",
        "45362718",
        "36271809",
        "27180936",
        "18093627",
        "29384756",
        "83746529",
        "74652938",
        "65293847",
        "91827364",
        "82736455",
        "73645546",
        "64554637",
        "55463728",
        "46372819",
        "37281910",
        "28191037",
        "19103728",
        "31415927",
        "92653589",
        "79323847",
    ];

    private readonly HttpClient http = new() { BaseAddress = process.Url };
    private int next;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task InTheChatAsync()
    {
        var newcomer = await store.StrangerAsync();
        await newcomer.Sends("/start");
        await newcomer.Sees("Terms of use");
        await newcomer.Taps("✅ I accept");
        await newcomer.Sees("Your balance");
        await olga.Sends($"/credit {newcomer.Id} 2.00 paid in cash");
        await olga.Sees("$0.00 → $2.00");

        var phone = await BoughtAsync(ann);
        await TextAsync(phone, ann);
        await TextAsync(phone, ann);
        await ann.Sends("📱 My numbers");
        await ann.Sees(phone);
        // No code in this one, and one for a number that is not ours.
        await ann.RememberAsync();
        await store.Telegram.SmsAsync("Telegram", phone, "Only marzipan here", ct: Ct);
        await ann.Sees("Only marzipan here");
        Assert.Equal(200, (await store.Telegram.SmsAsync("Telegram", "+15550199887", Words(), ct: Ct)).Status);

        await BoughtAsync(ann);
        await ann.Taps("✖ Cancel & refund");
        await ann.Sees("was canceled");
    }

    public async Task ByHandAsync()
    {
        var phone = await BoughtAsync(ann);
        await ann.RememberAsync();
        await olga.Sends($"/sms {phone} {Words()}");
        await olga.Sees("on its way");
        await ann.Sees("🔔 Code for");
        await olga.Sends($"/find {phone}");
        await olga.Sees("code received");
        await olga.Taps($"↩ {phone}");
        await olga.Sees("Refund $1.20 for");
        await olga.Taps("↩ Yes, refund");
        await olga.Sees("Refunded $1.20");
        await olga.Sends("/find +15550199887");
        await olga.Sees("marzipan");
        await olga.Sends("/stock tg\n+15550198877\nmarzipan");
        await olga.Sees("Added 1, duplicates 0, invalid 1");
        await olga.Sends("/stats");
        await olga.Sees("Orders:");
    }

    public async Task<string> OverTheApiAsync()
    {
        await ann.Sends("🔑 API");
        await ann.Sees("You have no keys yet");
        await ann.Taps("➕ New key");
        var key = (await ann.Sees("it is not shown again")).AllButtons.Single(b => b.CopyText is not null).CopyText!;
        http.DefaultRequestHeaders.Add("X-API-Key", key);

        var service = (await DataAsync(HttpMethod.Get, "services"))[0].GetProperty("id").GetString();
        var first = await DataAsync(HttpMethod.Post, $"services/{service}/buy");
        var (id, phone) = (first.GetProperty("id").GetString(), first.GetProperty("number").GetString()!);
        Assert.Equal(200, (await store.Telegram.SmsAsync("Telegram", phone, Words(), ct: Ct)).Status);
        Assert.Equal(Codes[next - 1], (await DataAsync(HttpMethod.Get, $"transactions/{id}/code")).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(HttpMethod.Post, $"transactions/{id}/cancel"));
        var second = await DataAsync(HttpMethod.Post, $"services/{service}/buy");
        await DataAsync(HttpMethod.Post, $"transactions/{second.GetProperty("id").GetString()}/cancel");

        await StatusAsync(
            HttpMethod.Get,
            $"transactions/{Uri.EscapeDataString(phone)}?code={Codes[next - 1]}&number={Uri.EscapeDataString(phone)}"
        );
        using var stranger = new HttpRequestMessage(HttpMethod.Get, new Uri(process.Url, "api/v2/balance"));
        stranger.Headers.Add("X-API-Key", key[..14] + new string('a', 43));
        using var refused = await http.SendAsync(stranger, Ct);
        Assert.True(refused.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.OK);
        return key;
    }

    public async Task FromASupplierAsync(UpstreamServer upstream)
    {
        await olga.Sends("/service add wa 0.90 USA WhatsApp");
        await olga.Sees("On sale");
        JsonElement service = default;
        await Patience.UntilAsync(
            async () =>
                service = (await DataAsync(HttpMethod.Get, "services"))
                    .EnumerateArray()
                    .Single(s => s.GetProperty("name").GetString() == "USA WhatsApp"),
            seen => seen.GetProperty("stock").GetInt32() > 0
        );

        upstream.Trouble("getNumber", UpstreamTrouble.AnswerLost);
        http.DefaultRequestHeaders.Add("Idempotency-Key", "order-marzi");
        var path = $"services/{service.GetProperty("id").GetString()}/buy";
        var bought = await DataAsync(HttpMethod.Post, path);
        Assert.Equal("+" + upstream.Sold.Single().Phone, bought.GetProperty("number").GetString());
        Assert.Equal($"{bought}", $"{await DataAsync(HttpMethod.Post, path)}");
        http.DefaultRequestHeaders.Remove("Idempotency-Key");
        upstream.Deliver(upstream.Sold[0], Codes[next], Words());
        Assert.Equal(
            Codes[next - 1],
            (await DataAsync(HttpMethod.Get, $"transactions/{bought.GetProperty("id").GetString()}/code?wait=25"))
                .GetProperty("code")
                .GetString()
        );
        await olga.Sends("/suppliers");
        await olga.Sees("up · balance");
    }

    public async Task ByAnExistingClientAsync(string key)
    {
        var address = $"stubs/handler_api.php?api_key={key}&action=";
        var parts = (await http.GetStringAsync(new Uri(process.Url, address + "getNumber&service=tg&country=187&ref=marzi"), Ct)).Split(
            ':'
        );
        Assert.Equal("ACCESS_NUMBER", parts[0]);
        foreach (var bankKey in (string[])["marzi-wrong", BankKey])
        {
            var text = bankKey == BankKey ? Words() : "Only marzipan here";
            using var sms = new StringContent(
                $$"""{"action":"PUSH_SMS","key":"{{bankKey}}","smsId":{{next}},"phone":"{{parts[2]}}","phoneFrom":"Telegram","text":"{{text}}"}""",
                Encoding.UTF8,
                "application/json"
            );
            using var answer = await http.PostAsync(new Uri(process.Url, "hooks/sms/bank"), sms, Ct);
            Assert.Equal(bankKey == BankKey, answer.IsSuccessStatusCode);
        }

        Assert.Equal(
            "STATUS_OK:" + Codes[next - 1],
            await http.GetStringAsync(new Uri(process.Url, address + "getStatus&id=" + parts[1]), Ct)
        );
        Assert.Contains(
            Codes[next - 1],
            await http.GetStringAsync(new Uri(process.Url, address + "getActiveActivations"), Ct),
            StringComparison.Ordinal
        );
    }

    public async Task BadRequestsAsync()
    {
        var body = $$"""{"from":"Telegram","to":"+15550199887","text":"{{Words()}}"}""";
        Assert.Equal(HttpStatusCode.Unauthorized, await HookAsync(body, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Equal(HttpStatusCode.BadRequest, await HookAsync(body[..^1], StoreHost.HookSecret));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await HookAsync(body.Replace("\"text\"", "\"marzipan\"", StringComparison.Ordinal), StoreHost.HookSecret)
        );
        Assert.Equal(
            HttpStatusCode.OK,
            await HookAsync(body.Replace("+1555", "+0marzipan", StringComparison.Ordinal), StoreHost.HookSecret)
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            await StatusAsync(HttpMethod.Post, $"../../hooks/sms/nobody?to=%2B15550199887&text={Codes[next - 1]}")
        );
    }

    public async Task TelegramTroubleAsync()
    {
        var phone = await BoughtAsync(ann);
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                ChatId = ann.Id,
                Times = 1,
                ErrorCode = 429,
                RetryAfter = 1,
            },
            Ct
        );
        await TextAsync(phone, ann);
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                ChatId = ann.Id,
                Times = 1,
                ErrorCode = 500,
            },
            Ct
        );
        await TextAsync(phone, ann);
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                ChatId = ann.Id,
                Times = 1,
                Garbage = true,
            },
            Ct
        );
        await ann.RememberAsync();
        await store.Telegram.SmsAsync("Telegram", phone, "Only marzipan here", ct: Ct);
        await ann.Sees("Only marzipan here");
        // Telegram quotes what it does not understand, and this one never arrives.
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                ChatId = ann.Id,
                Times = 1,
                ErrorCode = 400,
                Description = $"Bad Request: can't parse entities: marzipan {Codes[next]}",
            },
            Ct
        );
        await store.Telegram.SmsAsync("Telegram", phone, Words(), ct: Ct);
        await ann.Sees($"✅ Code: {Codes[next - 1]}");
    }

    public async Task TimeGoesByAsync()
    {
        await BoughtAsync(ann);
        await process.MoveClockAsync(TimeSpan.FromMinutes(2));
        await ann.Sees(half!);
        await ann.RememberAsync();
        await process.MoveClockAsync(TimeSpan.FromMinutes(21));
        await ann.Sees("No code came for");
    }

    public void Dispose() => http.Dispose();

    private string Words() => $"Your marzipan code is {Codes[next++]}";

    private async Task<string> BoughtAsync(Person person) =>
        (await CustomerConversations.BuyAsync(person, "USA Telegram")).AllButtons.First(b => b.CopyText is not null).CopyText!;

    private async Task TextAsync(string phone, Person owner)
    {
        await owner.RememberAsync();
        Assert.Equal(200, (await store.Telegram.SmsAsync("Telegram", phone, Words(), ct: Ct)).Status);
        await owner.Sees(Codes[next - 1]);
    }

    private async Task<JsonElement> DataAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(process.Url, "api/v2/" + path));
        using var response = await http.SendAsync(request, Ct);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(Ct)).GetProperty("data");
    }

    private async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(process.Url, "api/v2/" + path));
        using var response = await http.SendAsync(request, Ct);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> HookAsync(string body, string secret, string id = "bad")
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(
            Convert.FromBase64String(secret["whsec_".Length..]),
            Encoding.UTF8.GetBytes($"{id}.{at}.{body}")
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(process.Url, "hooks/sms/sandbox"));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at);
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(signature));
        using var response = await http.SendAsync(request, Ct);
        return response.StatusCode;
    }
}
