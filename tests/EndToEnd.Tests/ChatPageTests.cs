using Microsoft.Playwright;

namespace XthonBot.EndToEnd.Tests;

/// <summary>The sandbox's chat page in a real browser.</summary>
public sealed class ChatPageTests
{
    [Fact]
    public async Task Somebody_new_buys_a_number_in_the_page_sends_the_code_and_sees_it_arrive()
    {
        await using var visit = await ChatContext.StartAsync(390, 844, ColorScheme.Light);
        var page = visit.Page;
        await BuyAsync(page);
        var number = await page.GetByTestId("copy-button").First.InnerTextAsync();
        await SendCodeAsync(page, "54321");

        await Assertions.Expect(page.GetByTestId("conversation")).ToContainTextAsync("🔔 Code for");
        await Assertions.Expect(page.GetByTestId("conversation")).ToContainTextAsync("54321");
        Assert.Matches(@"\+1201555\d{4}", number);
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task A_key_made_in_the_page_works_over_the_API()
    {
        await using var visit = await ChatContext.StartAsync(1280, 800, ColorScheme.Dark);
        var page = visit.Page;
        await EnterAsync(page);
        await page.GetByTestId("reply-key").Filter(new() { HasText = "🔑 API" }).ClickAsync();
        await page.GetByTestId("inline-button").Filter(new() { HasText = "➕ New key" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("conversation")).ToContainTextAsync("it is not shown again");
        var message = await page.GetByTestId("message").Last.InnerTextAsync();
        var key = message.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith("xk_", StringComparison.Ordinal));

        using var http = new HttpClient { BaseAddress = visit.Store };
        http.DefaultRequestHeaders.Add("X-API-Key", key);
        Assert.Contains(
            "\"balance\":\"12.50\"",
            await http.GetStringAsync(new Uri("/api/v2/balance", UriKind.Relative)),
            StringComparison.Ordinal
        );
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task The_keyboard_stays_through_a_question_and_a_forwarded_answer_counts_for_nothing()
    {
        await using var visit = await ChatContext.StartAsync(390, 844, ColorScheme.Light);
        var page = visit.Page;
        await EnterAsync(page);
        await page.GetByTestId("reply-key").Filter(new() { HasText = "🔑 API" }).ClickAsync();
        await page.GetByTestId("inline-button").Filter(new() { HasText = "🪝 Webhooks" }).ClickAsync();
        await page.GetByTestId("inline-button").Filter(new() { HasText = "➕ New webhook" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("inline-button").Filter(new() { HasText = "✖ Cancel" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("reply-key").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("replying")).ToBeHiddenAsync();

        await page.GetByTestId("message").Last.GetByTestId("forward").ClickAsync();
        await Assertions.Expect(page.GetByTestId("origin")).ToHaveTextAsync("Forwarded from XthonBot sandbox");
        await Assertions.Expect(page.GetByTestId("message").Last).ToContainTextAsync("I don't act on forwarded messages");
        await page.GetByTestId("text").FillAsync("http://example.com/");
        await page.GetByTestId("send").ClickAsync();
        await Assertions.Expect(page.GetByTestId("message").Last).ToContainTextAsync("For example: https://example.com/codes");
        await page.GetByTestId("inline-button").Filter(new() { HasText = "✖ Cancel" }).Last.ClickAsync();
        await Assertions.Expect(page.GetByTestId("message").Last).ToContainTextAsync("Canceled. Nothing was done.");
        Assert.Empty(visit.Problems);
    }

    /// <summary>Takes the README's pictures: <c>XTHON_SCREENSHOTS=docs dotnet test --project tests/EndToEnd.Tests</c>.</summary>
    [Fact]
    public async Task The_page_fits_a_phone_in_both_colour_schemes()
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var visit = await ChatContext.StartAsync(390, 844, scheme);
            var page = visit.Page;
            await BuyAsync(page);
            await SendCodeAsync(page, "54321");
            await Assertions.Expect(page.GetByTestId("conversation")).ToContainTextAsync("🔔 Code for");
            // The panel closes when it has delivered.
            await Assertions.Expect(page.GetByTestId("gateway-send")).ToBeHiddenAsync();
            await FitsAsync(page);
            await ShootAsync(page, $"chat-{scheme}");

            await page.GetByTestId("person-1003").ClickAsync();
            await SayAsync(page, "/stats");
            await Assertions.Expect(page.GetByTestId("photo")).ToBeVisibleAsync();
            await SayAsync(page, "/admin");
            await Assertions.Expect(page.GetByTestId("inline-button").Filter(new() { HasText = "📊 Statistics" })).ToBeVisibleAsync();
            await FitsAsync(page);
            await ShootAsync(page, $"operator-{scheme}");
            Assert.Empty(visit.Problems);
        }
    }

    private static async Task FitsAsync(IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));

    private static async Task SayAsync(IPage page, string text)
    {
        await page.GetByTestId("text").FillAsync(text);
        await page.GetByTestId("send").ClickAsync();
    }

    // The word of the delivery passes by itself.
    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("XTHON_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        await Assertions.Expect(page.GetByTestId("toast")).ToBeHiddenAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png".ToLowerInvariant()) });
    }

    private static async Task EnterAsync(IPage page)
    {
        await page.GetByTestId("person-1001").ClickAsync();
        await page.GetByTestId("text").FillAsync("/start");
        await page.GetByTestId("send").ClickAsync();
        await page.GetByTestId("inline-button").Filter(new() { HasText = "✅ I accept" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("conversation")).ToContainTextAsync("Your balance: $12.50");
    }

    private static async Task BuyAsync(IPage page)
    {
        await EnterAsync(page);
        await page.GetByTestId("reply-key").Filter(new() { HasText = "🛒 Buy a number" }).ClickAsync();
        await page.GetByTestId("inline-button").Filter(new() { HasText = "USA Telegram" }).ClickAsync();
        await page.GetByTestId("inline-button").Filter(new() { HasText = "✅ Buy for $1.20" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("conversation")).ToContainTextAsync("Waiting for the code until");
    }

    private static async Task SendCodeAsync(IPage page, string code)
    {
        var to = page.GetByTestId("gateway-to");
        if (!await to.IsVisibleAsync())
            await page.GetByText("Gateway").First.ClickAsync();
        await to.FillAsync(
            await page.GetByTestId("copy-button").First.InnerTextAsync() is { } label
                ? label[label.IndexOf('+', StringComparison.Ordinal)..].Trim()
                : ""
        );
        await page.GetByTestId("gateway-text").FillAsync($"Your code is {code}");
        await page.GetByTestId("gateway-send").ClickAsync();
        await Assertions.Expect(page.GetByTestId("gateway-result")).ToContainTextAsync("200");
    }
}
