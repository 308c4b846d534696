using Microsoft.Playwright;
using XthonBot.TestKit;

namespace XthonBot.EndToEnd.Tests;

/// <summary>A fresh store in its sandbox, as <c>dotnet run</c> starts it, and a browser on its page.</summary>
internal sealed class ChatContext : IAsyncDisposable
{
    private readonly string folder;
    private readonly StoreProcess store;
    private readonly Browsing browsing;

    private ChatContext(string folder, StoreProcess store, Browsing browsing, Uri chat) =>
        (this.folder, this.store, this.browsing, Chat) = (folder, store, browsing, chat);

    public IPage Page => browsing.Page;

    public Uri Store => store.Url;

    /// <summary>The address of the chat page.</summary>
    public Uri Chat { get; }

    public List<string> Problems => browsing.Problems;

    public static async Task<ChatContext> StartAsync(int width, int height, ColorScheme scheme, params string[] arguments)
    {
        Browsing.SkipWithoutBrowser();
        var folder = Directory.CreateTempSubdirectory("xthon-page-").FullName;
        var store = await StoreProcess.StartAsync([
            "--environment=Development",
            "--Urls=http://127.0.0.1:0",
            "--Sandbox:Url=http://127.0.0.1:0",
            $"--Sandbox:Database=Data Source={folder}/sandbox.db",
            .. arguments,
        ]);
        var address = await store.UntilPrintedAsync("Chat page");
        var visit = new ChatContext(folder, store, await Browsing.StartAsync(width, height, scheme), new Uri(address));
        await visit.Page.GotoAsync(address);
        return visit;
    }

    public async ValueTask DisposeAsync()
    {
        await browsing.DisposeAsync();
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
