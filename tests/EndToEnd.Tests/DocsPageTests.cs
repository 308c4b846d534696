using Microsoft.Playwright;
using XthonBot.TestKit;

namespace XthonBot.EndToEnd.Tests;

/// <summary>The API's documentation in a real browser.</summary>
public sealed class DocsPageTests
{
    private static readonly (int Width, int Height) Desk = (1280, 900);
    private static readonly (int Width, int Height) Phone = (390, 844);

    [Fact]
    public async Task A_call_is_tried_with_the_readers_key_and_the_key_stays_in_the_page()
    {
        Browsing.SkipWithoutBrowser();
        await using var api = await ApiHost.StartAsync();
        var key = await api.KeyAsync(await api.Store.CustomerAsync("12.50", bonus: 10));
        await using var visit = await OpenAsync(api, Desk, ColorScheme.Light);
        var page = visit.Page;
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Quick start" })).ToBeVisibleAsync();
        await Assertions
            .Expect(page.Locator("#reference"))
            .ToContainTextAsync("Check your balance, then: list services → buy → poll for the code.");

        await page.GetByLabel("Value").First.FillAsync(key);
        await page.GetByRole(AriaRole.Link, new() { Name = "/api/v2/balance" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test Request (get /api/v2/balance)" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send get request" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("12.50");
        Assert.Contains(new Uri(api.Client.BaseAddress!, "/api/v2/balance").ToString(), visit.Asked);
        Assert.DoesNotContain(
            key,
            await page.EvaluateAsync<string>("JSON.stringify([localStorage, sessionStorage, document.cookie])"),
            StringComparison.Ordinal
        );
        AssertThatItKeptToItself(visit, api);
    }

    [Fact]
    public async Task Calls_are_shown_in_five_languages_with_curl_first()
    {
        Browsing.SkipWithoutBrowser();
        await using var api = await ApiHost.StartAsync();
        await using var visit = await OpenAsync(api, Desk, ColorScheme.Dark);
        var page = visit.Page;
        var address = new Uri(api.Client.BaseAddress!, "/api/v2/balance").ToString();
        await page.GetByRole(AriaRole.Link, new() { Name = "/api/v2/balance" }).First.ClickAsync();

        await Assertions.Expect(page.GetByText($"curl {address}").First).ToBeVisibleAsync();
        foreach (
            var (language, call) in new[]
            {
                ("C#", "new HttpClient()"),
                ("Python", "requests.get("),
                ("JavaScript", "fetch("),
                ("Go", "http.NewRequest("),
                ("Shell", "curl "),
            }
        )
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = language, Exact = true }).First.ClickAsync();
            await Assertions
                .Expect(page.Locator("pre").Filter(new() { HasText = call }).Filter(new() { HasText = address }).Last)
                .ToBeVisibleAsync();
        }

        AssertThatItKeptToItself(visit, api);
    }

    /// <summary>Takes pictures too: <c>XTHON_SCREENSHOTS=/tmp dotnet test --project tests/EndToEnd.Tests</c>.</summary>
    [Fact]
    public async Task Every_page_fits_a_phone_in_the_light_and_a_desk_in_the_dark()
    {
        Browsing.SkipWithoutBrowser();
        await using var api = await ApiHost.StartAsync();
        foreach (var (size, scheme) in new[] { (Phone, ColorScheme.Light), (Desk, ColorScheme.Dark) })
        {
            await using var visit = await OpenAsync(api, size, scheme);
            var page = visit.Page;
            var bar = page.GetByRole(AriaRole.Navigation, new() { Name = "Documentation" });
            foreach (var link in await bar.GetByRole(AriaRole.Link).AllInnerTextsAsync())
            {
                await bar.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();
                await Assertions.Expect(page.Locator("[aria-current=page]").First).ToHaveTextAsync(link);
                await Assertions.Expect(page.Locator("h1").First).ToBeVisibleAsync();
                Assert.True(
                    await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"),
                    $"{link} is wider than {size.Width}."
                );
                if (Environment.GetEnvironmentVariable("XTHON_SCREENSHOTS") is { Length: > 0 } folder)
                    await page.ScreenshotAsync(
                        new() { Path = Path.Combine(folder, $"docs-{link}-{scheme}-{size.Width}.png".ToLowerInvariant()) }
                    );
            }

            AssertThatItKeptToItself(visit, api);
        }
    }

    private static async Task<Browsing> OpenAsync(ApiHost api, (int Width, int Height) size, ColorScheme scheme)
    {
        var visit = await Browsing.StartAsync(size.Width, size.Height, scheme);
        await visit.Page.GotoAsync(new Uri(api.Client.BaseAddress!, "/docs").ToString());
        return visit;
    }

    private static void AssertThatItKeptToItself(Browsing visit, ApiHost api)
    {
        Assert.All(
            visit.Asked.Where(address => !address.StartsWith("data:", StringComparison.Ordinal)),
            address => Assert.StartsWith(api.Client.BaseAddress!.ToString(), address, StringComparison.Ordinal)
        );
        Assert.Empty(visit.Problems);
    }
}
