using System.Net;
using System.Text;
using System.Text.Json;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>Texts by every way that a store has for them.</summary>
internal sealed partial class DiscretionShop
{
    private string? half;

    /// <returns>The number that was bought.</returns>
    public async Task<string> ByEveryGatewayAsync()
    {
        var phone = await BoughtAsync(ann);
        foreach (var kind in GatewayTexts.Kinds)
        {
            await ann.RememberAsync();
            var text = Words();
            using var request = GatewayTexts.Signed(kind, process.Url, phone, text);
            using var answer = await http.SendAsync(request, Ct);
            Assert.Equal((kind, HttpStatusCode.OK), (kind, answer.StatusCode));
            await ann.Sees(Codes[next - 1]);

            using var altered = GatewayTexts.Signed(kind, process.Url, phone, text);
            altered.Content = new StringContent(text, Encoding.UTF8, altered.Content!.Headers.ContentType!.MediaType!);
            using var refused = await http.SendAsync(altered, Ct);
            Assert.Equal((kind, HttpStatusCode.Unauthorized), (kind, refused.StatusCode));
            // It is kept for the operator, and named in the log.
            using var unreadable = GatewayTexts.Signed(kind, process.Url, "+0marzipan", text);
            using var nobodys = await http.SendAsync(unreadable, Ct);
            Assert.Equal((kind, HttpStatusCode.OK), (kind, nobodys.StatusCode));
        }

        return phone;
    }

    public async Task InPartsAsync(string phone)
    {
        await ann.RememberAsync();
        var text = Words();
        var cut = text.Length - 4;
        foreach (var (index, part) in new[] { (2, text[cut..]), (1, text[..cut]) })
            Assert.Equal(HttpStatusCode.OK, await HookAsync(Part(phone, "whole", index, part), StoreHost.HookSecret, $"whole-{index}"));
        await ann.Sees(Codes[next - 1]);
        // The other half of this one never comes, and its wait is over when the time has gone by.
        half = Codes[next];
        Assert.Equal(HttpStatusCode.OK, await HookAsync(Part(phone, "half", 1, Words()), StoreHost.HookSecret, "half-1"));
        Assert.Equal(HttpStatusCode.OK, await HookAsync(Part(phone, "half", 3, "marzipan"), StoreHost.HookSecret, "half-3"));
    }

    public async Task ByALinkAsync(ShowingLink link)
    {
        await olga.Sends("/service add ln 0.80 USA Link");
        await olga.Sees("On sale");
        await olga.Sends($"/stock ln\n+15550177001,{link.Url}\n+15550177002,ftp://marzipan/");
        await olga.Sees("Added 1, duplicates 0, invalid 1");
        link.Shows = Words();
        await CustomerConversations.BuyAsync(ann, "USA Link");
        await link.AskedAsync(Ct);
        (link.Status, link.Shows) = (500, "marzipan");
        await link.AskedAsync(Ct);
        (link.Status, link.Shows) = (302, "marzipan");
        await link.AskedAsync(Ct);
        await ann.RememberAsync();
        (link.Status, link.Shows) = (200, Words());
        await ann.Sees(Codes[next - 1]);
    }

    /// <summary>From here on the customer's own server is told, too: with an answer that fails first.</summary>
    /// <returns>The secret by which it knows the store.</returns>
    public async Task<string> ToAWebhookAsync(ShowingLink receiver)
    {
        using var body = new StringContent($$"""{"url":"{{receiver.Url}}","balance_below":"500.00"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(process.Url, "api/v2/webhooks"), body, Ct);
        var made = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Ct)).GetProperty("data");
        foreach (var status in new[] { 500, 302, 200 })
        {
            receiver.Status = status;
            await DataAsync(HttpMethod.Post, $"webhooks/{made.GetProperty("webhook").GetProperty("id").GetString()}/test");
            await receiver.AskedAsync(Ct);
        }

        return made.GetProperty("secret").GetString()!;
    }

    public async Task HandedOverAsync(string phone)
    {
        await olga.Sends("/service senders tg ^telegram$");
        await olga.Sees("Accepts messages from");
        foreach (var text in new[] { Words(), "Only marzipan here" })
            Assert.Equal(200, (await store.Telegram.SmsAsync("Somebody", phone, text, ct: Ct)).Status);
        await olga.Sends("/find");
        await olga.Sees("Unmatched messages");
        await olga.Taps("🗑 Dismiss");
        await olga.Sees("Remove this message from the list?");
        await olga.Taps("🗑 Yes, dismiss");
        await olga.Sees("Unmatched messages");
        await olga.Taps($"➡ {phone}");
        var message = await olga.Sees("had this number then");
        await olga.Taps(message.AllButtons.First(b => b.Text.EndsWith("· USA Telegram", StringComparison.Ordinal)).Text);
        await olga.Sees("Hand this message to");
        await ann.RememberAsync();
        await olga.Taps("➡ Yes, hand over");
        await ann.Sees(Codes[next - 1]);
    }

    private static string Part(string phone, string reference, int index, string text) =>
        $$$"""{"from":"Telegram","to":"{{{phone}}}","text":"{{{text}}}","part":{"reference":"{{{reference}}}","index":{{{index}}},"count":2}}""";
}
