using Microsoft.Extensions.Options;
using XthonBot.Api.Health;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Whether updates come in, here or in the process that polls for all, and whether those that are stored are worked at: without either
/// nobody's taps are answered.
/// </summary>
internal sealed class TelegramReadiness(
    TelegramContact contact,
    Inbox inbox,
    PassedOver passedOver,
    LeaseStore leases,
    IOptions<TelegramOptions> options,
    TimeProvider time
) : IReadinessCheck
{
    /// <summary>Nothing that keeps its turn takes so long, but for a chat that cannot be reached; then others are done meanwhile.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(90);

    public string Name => "telegram";

    public async ValueTask<ReadinessState> CheckAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        var progress = await inbox.ReadProgressAsync(options.Value.Source, ct);
        if (progress.OldestOpen is { } oldest && now - oldest > Stuck && !(now - progress.LastDone < Stuck))
            return new ReadinessState(false, $"updates wait since {oldest:O}");
        if (!contact.OnDuty && await leases.IsHeldAsync(options.Value.Source, ct))
            return new ReadinessState(true, "another process polls");
        return new ReadinessState(
            contact.IsFresh,
            (contact.Last is { } last ? $"last contact {last:O}" : "no contact yet")
                + (passedOver.Count is > 0 and var count ? $", {count} updates passed over" : "")
        );
    }
}
