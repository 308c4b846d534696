using Microsoft.Extensions.Options;

namespace XthonBot.Bot.Telegram;

/// <summary>Who runs the store: the ids in <c>Telegram:AdminIds</c>, and nobody else.</summary>
internal sealed class Operators(IOptions<TelegramOptions> options)
{
    public IReadOnlyCollection<long> All => options.Value.AdminIds;

    public bool Contains(long telegramId) => options.Value.AdminIds.Contains(telegramId);
}
