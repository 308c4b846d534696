using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Bot.Hosting;

/// <summary>
/// Finds, at the start and every ten minutes, what operators have to know of the configuration: the contact that is missing, and keys
/// that a provider refuses. In every process, since each offers the ways to pay; they are told once all the same.
/// </summary>
internal sealed partial class ConditionWatch(
    PaymentProviders ways,
    RaiseAlertHandler alerts,
    IOptions<StoreIdentity> store,
    TimeProvider time,
    ILogger<ConditionWatch> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private bool HasContact => store.Value.Contact.Length > 0;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start does not wait for providers.
        await Task.Yield();
        if (!HasContact)
            LogNoContact(log);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Interval;
            try
            {
                await WatchAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The next round tries again; a store that cannot say so goes on selling.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(log, e);
                if (e.IsDatabaseAway())
                    pause = PauseAfterFailure;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        if (HasContact)
            await alerts.EndAsync(AlertKind.NoContact, "", ct);
        else
            await alerts.RaiseAsync(AlertKind.NoContact, "", "Store:Contact", ct);
        await ways.CheckAsync(ct);
    }

    [LoggerMessage(LogLevel.Information, "Store:Contact is empty: customers reach the operators through the bot alone")]
    private static partial void LogNoContact(ILogger log);

    [LoggerMessage(LogLevel.Warning, "The configuration was not looked through; trying again")]
    private static partial void LogFailed(ILogger log, Exception e);
}
