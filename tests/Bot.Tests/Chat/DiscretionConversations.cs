using System.Text;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>
/// The executable itself, all that it can be told to log, and everything that people do with it: what must not be written down is not.
/// </summary>
public sealed class DiscretionConversations
{
    [Fact]
    public async Task No_code_text_number_or_secret_is_in_the_log_at_any_level_and_no_text_in_any_byte_of_the_database()
    {
        await using var upstream = await UpstreamServer.StartAsync();
        upstream.Stock("wax", "0.40", 5);
        await using var link = await ShowingLink.StartAsync("");
        await using var receiver = await ShowingLink.StartAsync("marzipan");
        await using var store = await StoreHost.StartAsync([
            .. GatewayTexts.Settings,
            ("Inbound:Sources:bank:Kind", "SimBank"),
            ("Inbound:Sources:bank:Secret", DiscretionShop.BankKey),
            ("Links:Interval", "00:00:01"),
            ("Links:AllowedHosts", "127.0.0.1"),
            ("Webhooks:AllowedHosts", "127.0.0.1"),
            ("Suppliers:up:Url", $"{upstream.Url}"),
            ("Suppliers:up:ApiKey", UpstreamServer.Key),
            ("Suppliers:up:Services:wa", "wax"),
            ("Suppliers:up:Interval", "00:00:01"),
        ]);
        var olga = await store.OperatorAsync();
        var phones = await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 12);
        var ann = await store.CustomerAsync("20.00");
        await store.StopAsync();

        string[] arguments =
        [
            .. store.Arguments,
            "--Logging:Level=Verbose",
            "--Logging:LogLevel:Default=Trace",
            "--Serilog:MinimumLevel=Verbose",
        ];
        await using var process = StoreProcess.LaunchWithClock(TimeSpan.Zero, arguments);
        await process.UntilItListensAsync();
        store.Sandbox.HookUrl = new Uri(process.Url, "hooks/sms/sandbox");
        using var shop = new DiscretionShop(store, process, olga, ann);

        await shop.InTheChatAsync();
        await shop.ByHandAsync();
        var key = await shop.OverTheApiAsync();
        var secret = await shop.ToAWebhookAsync(receiver);
        await shop.FromASupplierAsync(upstream);
        await shop.ByAnExistingClientAsync(key);
        var phone = await shop.ByEveryGatewayAsync();
        await shop.InPartsAsync(phone);
        await shop.ByALinkAsync(link);
        await shop.HandedOverAsync(phone);
        await shop.BadRequestsAsync();
        await shop.TelegramTroubleAsync();
        await shop.TimeGoesByAsync();
        var whileItRan = await store.Database.ReadEverythingAsync();
        Assert.Equal(0, await process.TerminateAsync());

        var log = process.Output;
        Assert.Contains("CodeDelivered", log, StringComparison.Ordinal);
        Assert.Contains("was not signed by its secret", log, StringComparison.Ordinal);
        Assert.Contains("cannot be read", log, StringComparison.Ordinal);
        Assert.Contains("rejected a call", log, StringComparison.Ordinal);
        Assert.Empty(Found(log, [.. DiscretionShop.Codes, "marzipan"]));
        Assert.Empty(Found(log, [.. phones.Select(p => p[1..]), "5550199887"]));
        Assert.Empty(Found(log, [upstream.Sold[0].Phone, UpstreamServer.Key, DiscretionShop.BankKey, "order-marzi"]));
        Assert.Empty(
            Found(
                log,
                [
                    ShowingLink.Token,
                    "15550177001"[1..],
                    GatewayTexts.AndroidKey,
                    GatewayTexts.TwilioToken,
                    GatewayTexts.PlivoToken,
                    secret["whsec_".Length..],
                ]
            )
        );
        Assert.Empty(Found(log, [key[14..], "1000000001:", StoreHost.HookSecret, StoreHost.HookSecret["whsec_".Length..]]));
        foreach (var content in new[] { whileItRan, await store.Database.ReadEverythingAsync() })
        {
            Assert.True(Holds(content, phones[0]), "The search looks at the wrong place.");
            Assert.DoesNotContain(
                [.. DiscretionShop.Codes, "marzipan", "Marzipan", key[14..], secret["whsec_".Length..]],
                text => Holds(content, text)
            );
        }
    }

    /// <returns>The lines that hold one of them.</returns>
    private static List<string> Found(string log, IReadOnlyList<string> secrets) =>
        [.. log.Split('\n').Where(line => secrets.Any(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)))];

    private static bool Holds(byte[] content, string text) => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
