using Microsoft.Extensions.Options;
using XthonBot.Api.Health;
using XthonBot.Core.Leases;

namespace XthonBot.Bot.Telegram;

/// <summary>Whether Telegram was heard of lately, here or by the process that polls for all: without it nobody's taps arrive.</summary>
internal sealed class TelegramReadiness(TelegramContact contact, HoldLeaseHandler leases, IOptions<TelegramOptions> options) : IReadinessCheck
{
    public string Name => "telegram";

    public async ValueTask<ReadinessState> CheckAsync(CancellationToken ct)
    {
        if (!contact.OnDuty && await leases.IsHeldAsync(options.Value.Source, ct))
            return new ReadinessState(true, "another process polls");
        return new ReadinessState(contact.IsFresh, contact.Last is { } last ? $"last contact {last:O}" : "no contact yet");
    }
}
