using XthonBot.Api.Health;

namespace XthonBot.Bot.Telegram;

/// <summary>Whether Telegram answered lately: without it nobody's taps arrive.</summary>
internal sealed class TelegramReadiness(TelegramContact contact) : IReadinessCheck
{
    public string Name => "telegram";

    public ValueTask<ReadinessState> CheckAsync(CancellationToken ct) =>
        new(new ReadinessState(contact.IsFresh, contact.Last is { } last ? $"last contact {last:O}" : "no contact yet"));
}
