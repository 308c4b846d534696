using Telegram.Bot;
using XthonBot.Bot.Telegram.Sending;

namespace XthonBot.Bot.Telegram;

/// <summary>The client that polls: its time-out is longer than the longest poll.</summary>
internal sealed record PollingClient(ITelegramBotClient Bot)
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(50);
}

internal static class TelegramClients
{
    /// <summary>A client that never retries by itself: whoever calls decides how long to wait.</summary>
    public static TelegramBotClient Create(TelegramOptions options, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = 128 };
        return new TelegramBotClient(
            new TelegramBotClientOptions(options.Token, options.ApiUrl.Length == 0 ? null : options.ApiUrl.TrimEnd('/'))
            {
                RetryCount = 0,
                RetryThreshold = 0,
            },
            new HttpClient(new SentMessages { InnerHandler = handler }) { Timeout = timeout }
        );
    }
}
