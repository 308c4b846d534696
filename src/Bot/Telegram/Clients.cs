using Telegram.Bot;
using Telegram.Bot.Types;

namespace XthonBot.Bot.Telegram;

/// <summary>The client that polls: its time-out is longer than the longest poll.</summary>
internal sealed record PollingClient(ITelegramBotClient Bot)
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(50);
}

/// <summary>Who we are to Telegram, known after the first contact.</summary>
internal sealed class BotIdentity
{
    private volatile User? me;

    public string? Username => me?.Username;

    /// <summary>0 until the first contact.</summary>
    public long Id => me?.Id ?? 0;

    public void Know(User user) => me = user;
}

internal static class TelegramClients
{
    /// <summary>A client that never retries by itself: whoever calls decides how long to wait.</summary>
    public static TelegramBotClient Create(TelegramOptions options, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = 128 };
        return new TelegramBotClient(
            new TelegramBotClientOptions(options.Token, string.IsNullOrEmpty(options.ApiUrl) ? null : options.ApiUrl.TrimEnd('/')) { RetryCount = 0, RetryThreshold = 0 },
            new HttpClient(handler) { Timeout = timeout });
    }
}
