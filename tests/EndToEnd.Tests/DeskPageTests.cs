using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using XthonBot.Sandbox;
using XthonBot.Sandbox.Hosting;
using XthonBot.TestKit;

namespace XthonBot.EndToEnd.Tests;

/// <summary>Payments on the sandbox's page, in a real browser; the test is the bot.</summary>
public sealed class DeskPageTests
{
    private const long Ann = 1001;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invoice_in_the_chat_is_paid_by_its_button_and_keeps_off_a_second_payment()
    {
        await using var visit = await DeskContext.StartAsync(390, 844, ColorScheme.Light);
        var page = visit.Page;
        await visit.CallAsync("sendInvoice", visit.Invoice(Ann));
        await Assertions.Expect(page.GetByTestId("invoice")).ToContainTextAsync("Ten dollars");
        await page.GetByTestId("pay-button").Filter(new() { HasText = "Pay 770 ⭐" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("pay-amount")).ToHaveTextAsync("770 ⭐");
        await FitsAsync(page);
        await page.Keyboard.PressAsync("Enter");
        await visit.AgreeAsync("This invoice is over.");
        await Assertions.Expect(page.GetByTestId("pay-error")).ToHaveTextAsync("This invoice is over.");
        await page.GetByTestId("pay-ok").ClickAsync();
        await visit.AgreeAsync(null);

        await Assertions.Expect(page.GetByTestId("pay-sheet")).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByTestId("conversation")).ToContainTextAsync("successful payment");
        await Assertions.Expect(page.GetByTestId("pay-button")).ToBeDisabledAsync();
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task A_link_to_an_invoice_opens_in_the_page_and_the_desk_gives_the_money_back()
    {
        await using var visit = await DeskContext.StartAsync(1280, 800, ColorScheme.Dark);
        var page = visit.Page;
        var link = (await visit.CallAsync("createInvoiceLink", visit.Invoice(null))).GetString()!;
        await visit.CallAsync(
            "sendMessage",
            new
            {
                chat_id = Ann,
                text = "Pay",
                reply_markup = new { inline_keyboard = new[] { new[] { new { text = "Pay in Stars", url = link } } } },
            }
        );
        await page.GetByTestId("url-button").ClickAsync();
        await page.GetByTestId("pay-ok").ClickAsync();
        await visit.AgreeAsync(null);
        await Assertions.Expect(page.GetByTestId("bill-state")).ToHaveTextAsync("paid");
        await page.GetByTestId("act-refund").ClickAsync();
        await Assertions.Expect(page.GetByTestId("bill-state")).ToHaveTextAsync("refunded");
        await Assertions.Expect(page.GetByTestId("conversation")).ToContainTextAsync("refunded payment");

        await page.GetByTestId("trouble-lost").ClickAsync();
        await Assertions.Expect(page.GetByTestId("trouble-lost")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GetByTestId("trouble-lost").ClickAsync();
        await Assertions.Expect(page.GetByTestId("trouble-lost")).ToHaveAttributeAsync("aria-pressed", "false");
        await FitsAsync(page);
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task The_desk_fits_a_phone_and_a_pay_page_opens_its_sheet()
    {
        await using var visit = await DeskContext.StartAsync(390, 844, ColorScheme.Dark);
        var page = visit.Page;
        using var request = new HttpRequestMessage(HttpMethod.Post, "desk/cryptopay/api/createInvoice")
        {
            Content = JsonContent.Create(new { asset = "USDT", amount = "5" }),
        };
        request.Headers.Add("Crypto-Pay-API-Token", visit.Token);
        using var answer = await visit.People.Http.SendAsync(request, Ct);
        var invoice = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("result");
        await page.GotoAsync(invoice.GetProperty("bot_invoice_url").GetString()!);
        await Assertions.Expect(page.GetByTestId("pay-amount")).ToHaveTextAsync("5 USDT");
        await page.GetByTestId("pay-cancel").ClickAsync();
        await page.GetByText("Cash desk").ClickAsync();
        await page.GetByTestId("act-pay").ClickAsync();
        await Assertions.Expect(page.GetByTestId("bill-state")).ToHaveTextAsync("paid");
        await FitsAsync(page);
        Assert.Empty(visit.Problems);
    }

    private static async Task FitsAsync(IPage page)
    {
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        if (Environment.GetEnvironmentVariable("XTHON_DESK_SHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(
                        folder,
                        $"desk-{page.ViewportSize!.Width}-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):n}.png"
                    ),
                }
            );
    }

    /// <summary>A sandbox with nobody behind it, and a browser on Ann's chat.</summary>
    private sealed class DeskContext : IAsyncDisposable
    {
        private readonly SandboxOptions options;
        private readonly SandboxServer server;
        private readonly Browsing browsing;
        private int offset;

        private DeskContext(SandboxOptions options, SandboxServer server, Browsing browsing)
        {
            (this.options, this.server, this.browsing) = (options, server, browsing);
            People = new SandboxTestClient(server.Url);
        }

        public IPage Page => browsing.Page;
        public SandboxTestClient People { get; }
        public List<string> Problems => browsing.Problems;
        public string Token => options.Desk.CryptoPayToken;

        public static async Task<DeskContext> StartAsync(int width, int height, ColorScheme scheme)
        {
            Browsing.SkipWithoutBrowser();
            var options = new SandboxOptions();
            var server = await SandboxServer.StartAsync(options, Ct);
            var visit = new DeskContext(options, server, await Browsing.StartAsync(width, height, scheme));
            await visit.People.AddPersonAsync(Ann, ct: Ct);
            await visit.Page.GotoAsync(new Uri(server.Url, "sandbox").AbsoluteUri);
            return visit;
        }

        public object Invoice(long? chat) =>
            new
            {
                chat_id = chat,
                title = "Balance",
                description = "Ten dollars",
                payload = "pay_1",
                currency = "XTR",
                prices = new[] { new { label = "Balance", amount = 770 } },
            };

        public async Task<JsonElement> CallAsync(string method, object arguments)
        {
            using var answer = await People.Http.PostAsJsonAsync(new Uri($"/bot{options.Token}/{method}", UriKind.Relative), arguments, Ct);
            return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("result");
        }

        /// <summary>Waits for the next question before a payment, and answers it.</summary>
        public async Task AgreeAsync(string? error)
        {
            while (true)
            {
                foreach (var update in (await CallAsync("getUpdates", new { offset, timeout = 20 })).EnumerateArray())
                {
                    offset = update.GetProperty("update_id").GetInt32() + 1;
                    if (!update.TryGetProperty("pre_checkout_query", out var query))
                        continue;
                    await CallAsync(
                        "answerPreCheckoutQuery",
                        new
                        {
                            pre_checkout_query_id = query.GetProperty("id").GetString(),
                            ok = error is null,
                            error_message = error,
                        }
                    );
                    return;
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await browsing.DisposeAsync();
            People.Dispose();
            await server.DisposeAsync();
        }
    }
}
