using Telegram.Bot;
using XthonBot.Sandbox;
using XthonBot.Sandbox.Hosting;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Sandbox;

/// <summary>One sandbox with a real client as its bot, and Ann who has already pressed Start.</summary>
internal sealed class Room : IAsyncDisposable
{
    public const long Ann = 1001;
    public const long Boris = 1002;
    private const string Token = "1000000001:sandbox";

    private Room(SandboxServer server)
    {
        Server = server;
        People = new SandboxTestClient(server.Url);
        Bot = NewBot();
    }

    public SandboxServer Server { get; }
    public SandboxTestClient People { get; }
    public TelegramBotClient Bot { get; }
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Room> OpenAsync(SandboxOptions? options = null)
    {
        var room = new Room(await SandboxServer.StartAsync(options ?? new SandboxOptions(), Ct));
        await room.People.AddPersonAsync(Ann, ct: Ct);
        return room;
    }

    public TelegramBotClient NewBot(string token = Token) =>
        new(new TelegramBotClientOptions(token, Server.Url.AbsoluteUri.TrimEnd('/')) { RetryCount = 0, RetryThreshold = 0 });

    public async ValueTask DisposeAsync()
    {
        People.Dispose();
        await Server.DisposeAsync();
    }
}
