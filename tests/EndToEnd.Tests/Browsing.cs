using Microsoft.Playwright;
using XthonBot.TestKit;

namespace XthonBot.EndToEnd.Tests;

/// <summary>A page in a real browser, which remembers what it complained about and whom it asked.</summary>
internal sealed class Browsing : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Browsing(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (this.playwright, this.browser, Page) = (playwright, browser, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Problems.Add(message.Text);
        };
        page.PageError += (_, problem) => Problems.Add(problem);
        page.Request += (_, request) => Asked.Add(request.Url);
    }

    public IPage Page { get; }

    public List<string> Problems { get; } = [];

    /// <summary>The addresses of all its requests.</summary>
    public List<string> Asked { get; } = [];

    public static void SkipWithoutBrowser() => Needs.Browser.SkipUnless(Needs.IsProgram(Chromium));

    public static async Task<Browsing> StartAsync(int width, int height, ColorScheme scheme)
    {
        SkipWithoutBrowser();
        // A busy machine is slow, not wrong.
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = height },
                ColorScheme = scheme,
                DeviceScaleFactor = 2,
            }
        );
        return new Browsing(playwright, browser, page);
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
