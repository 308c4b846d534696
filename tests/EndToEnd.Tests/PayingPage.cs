using Microsoft.Playwright;
using XthonBot.TestKit;

namespace XthonBot.EndToEnd.Tests;

/// <summary>
/// One store in its sandbox and one browser for all tests of a class. Each visit is somebody new, with nothing on the balance.
/// </summary>
public sealed class PayingPage : IAsyncDisposable
{
    private const long Operator = 1003;
    private const long FirstVisitor = 2001;

    // Nobody waits here for Telegram's limit of one message a second.
    private static readonly string[] AtOnce = ["--Telegram:MessagesPerSecond=0", "--Telegram:MessagesPerChatPerSecond=0"];

    // A picture of one red dot, as a phone would send one of a receipt.
    private static readonly byte[] Receipt = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
    );

    private ChatContext? context;
    private SandboxTestClient? people;
    private long visitor = FirstVisitor - 1;
    private int shots;

    private IPage Page => context!.Page;

    public IReadOnlyList<string> Problems => context!.Problems;

    /// <summary>Somebody new opens the page on a phone of this width, and accepts the terms.</summary>
    public async Task EnterAsync(string name, int width, ColorScheme scheme = ColorScheme.Light)
    {
        Browsing.SkipWithoutBrowser();
        context ??= await ChatContext.StartAsync(width, 844, scheme, AtOnce);
        people ??= new SandboxTestClient(context.Chat);
        context.Problems.Clear();
        visitor++;
        await people.AddPersonAsync(visitor, started: false, ct: TestContext.Current.CancellationToken);
        await people.RenameAsync(visitor, name, name.ToLowerInvariant(), TestContext.Current.CancellationToken);
        await Page.SetViewportSizeAsync(width, 844);
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        // Another fragment alone would not load it anew.
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync($"{context.Chat}#{visitor}");
        await SayAsync("/start");
        await TapAsync("✅ I accept");
        await SeesAsync("Your balance: $0.00");
    }

    public Task VisitorAsync() => Page.GetByTestId($"person-{visitor}").ClickAsync();

    public Task OperatorAsync() => Page.GetByTestId($"person-{Operator}").ClickAsync();

    /// <summary>Taps the newest button with these words under a message.</summary>
    public Task TapAsync(string label) => Page.GetByTestId("inline-button").Filter(new() { HasText = label }).Last.ClickAsync();

    public Task KeyAsync(string label) => Page.GetByTestId("reply-key").Filter(new() { HasText = label }).ClickAsync();

    public async Task SayAsync(string text)
    {
        await Page.GetByTestId("text").FillAsync(text);
        await Page.GetByTestId("send").ClickAsync();
    }

    public Task SeesAsync(string words) => Assertions.Expect(Page.GetByTestId("conversation")).ToContainTextAsync(words);

    /// <summary>Waits for a photo in the newest message but one of the operator's chat or later.</summary>
    public Task SeesPhotoAsync() => Assertions.Expect(Page.GetByTestId("photo").Last).ToBeVisibleAsync();

    /// <summary>From the keyboard to the ways to pay five dollars.</summary>
    public async Task TopUpAsync(string way)
    {
        await KeyAsync("➕ Top up");
        await TapAsync("$5");
        await TapAsync(way);
    }

    /// <summary>Pays what the sheet asks for, which a tap has opened.</summary>
    public async Task PaySheetAsync(string amount)
    {
        await Assertions.Expect(Page.GetByTestId("pay-amount")).ToHaveTextAsync(amount);
        await FitsAsync("sheet");
        await Page.GetByTestId("pay-ok").ClickAsync();
        await Assertions.Expect(Page.GetByTestId("pay-sheet")).ToBeHiddenAsync();
    }

    public Task PayStarsAsync() => Page.GetByTestId("pay-button").Last.ClickAsync();

    public Task OpenPaymentPageAsync() => Page.GetByTestId("url-button").Last.ClickAsync();

    public async Task SendReceiptAsync()
    {
        await Page.GetByTestId("attach")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "receipt.png",
                    MimeType = "image/png",
                    Buffer = Receipt,
                }
            );
        await FitsAsync("attached");
        await Page.GetByTestId("send").ClickAsync();
    }

    /// <param name="button">The last one to tap.</param>
    public async Task BuyAsync(string button = "✅ Buy for $1.20")
    {
        await KeyAsync("🛒 Buy a number");
        await TapAsync("USA Telegram");
        await TapAsync(button);
    }

    /// <summary>The number stands in the chat; its code is sent from the gateway's panel and arrives.</summary>
    public async Task GetCodeAsync(string code)
    {
        await SeesAsync("Waiting for the code until");
        await Page.GetByText("Gateway").First.ClickAsync();
        await Page.GetByTestId("gateway-text").FillAsync($"Your code is {code}");
        await FitsAsync("gateway");
        await Page.GetByTestId("gateway-send").ClickAsync();
        await SeesAsync("🔔 Code for");
        await SeesAsync(code);
        await FitsAsync("code");
    }

    /// <summary>Nothing is wider than the screen. <c>XTHON_DESK_SHOTS=folder</c> takes pictures, to be looked at.</summary>
    public async Task FitsAsync(string name)
    {
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), name);
        if (Environment.GetEnvironmentVariable("XTHON_DESK_SHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"pay-{visitor}-{++shots:00}-{name}.png") });
    }

    public async ValueTask DisposeAsync()
    {
        people?.Dispose();
        if (context is not null)
            await context.DisposeAsync();
    }
}
