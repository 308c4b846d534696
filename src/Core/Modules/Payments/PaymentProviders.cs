using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Durability;

namespace XthonBot.Core.Modules.Payments;

/// <summary>The configured ways to pay, each with whoever speaks to its far end.</summary>
public sealed partial class PaymentProviders(
    IEnumerable<IPaymentProvider> providers,
    IOptions<PaymentsOptions> options,
    RaiseAlertHandler alerts,
    ILogger<PaymentProviders> log
)
{
    private readonly Dictionary<PaymentKind, IPaymentProvider> byKind = providers
        .SelectMany(provider => provider.Kinds.Select(kind => (kind, provider)))
        .ToDictionary(pair => pair.kind, pair => pair.provider);

    private readonly ConcurrentDictionary<string, string> refused = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<PaymentWay> All { get; } =
    [
        .. options
            .Value.Ways.OrderBy(way => way.Value.Kind)
            .ThenBy(way => way.Key, StringComparer.OrdinalIgnoreCase)
            .Select(way => new PaymentWay(way.Key, way.Value)),
    ];

    /// <returns>Null where no way of this name is configured.</returns>
    public PaymentWay? Find(string name) => All.FirstOrDefault(way => string.Equals(way.Name, name, StringComparison.OrdinalIgnoreCase));

    public IPaymentProvider Of(PaymentWay way) =>
        byKind.GetValueOrDefault(way.Options.Kind) ?? throw new InvalidOperationException($"Nobody speaks to {way.Options.Kind}.");

    /// <summary>Whether its key is refused, so that it is offered to nobody.</summary>
    /// <returns>The key of the configuration that is wrong; null while all is well.</returns>
    public string? WrongSetting(PaymentWay way) => refused.GetValueOrDefault(way.Name);

    /// <summary>
    /// Asks each provider whether its key is good, and has the operators told of one that is not, and when it is again. One that does not
    /// answer is not judged.
    /// </summary>
    /// <returns>The ways whose key was found to be wrong by this.</returns>
    public async Task<IReadOnlyList<PaymentWay>> CheckAsync(CancellationToken ct)
    {
        var found = new ConcurrentBag<PaymentWay>();
        await Parallel.ForEachAsync(
            All,
            ct,
            async (way, token) =>
            {
                try
                {
                    await Of(way).CheckAsync(way, token);
                    await NoteKeyAsync(way, null, token);
                }
                catch (PaymentRefusedException e)
                {
                    if (await NoteKeyAsync(way, e.Setting ?? nameof(PaymentWayOptions.Kind), token))
                        found.Add(way);
                }
                catch (PaymentLostException e)
                {
                    LogLost(log, way.Name, e.Message);
                }
            }
        );
        return [.. found];
    }

    /// <param name="setting">The option that the provider refuses; null where it takes all.</param>
    /// <returns>Whether that is new.</returns>
    internal async Task<bool> NoteKeyAsync(PaymentWay way, string? setting, CancellationToken ct)
    {
        if (setting is null)
        {
            if (refused.TryRemove(way.Name, out _))
                LogAccepted(log, way.Name);
            // Also after a restart, when this process never saw it refused.
            await alerts.EndAsync(AlertKind.WayRefused, way.Name, ct);
            return false;
        }

        var key = $"Payments:Ways:{way.Name}:{setting}";
        var isNew = !string.Equals(refused.GetValueOrDefault(way.Name), key, StringComparison.Ordinal);
        refused[way.Name] = key;
        if (isNew)
            LogRefused(log, way.Name, key);
        await alerts.RaiseAsync(AlertKind.WayRefused, way.Name, key, ct);
        return isNew;
    }

    [LoggerMessage(LogLevel.Error, "The way to pay {Way} is off: its provider refuses {Setting}")]
    private static partial void LogRefused(ILogger log, string way, string setting);

    [LoggerMessage(LogLevel.Information, "The way to pay {Way} is on again: its provider accepts the key")]
    private static partial void LogAccepted(ILogger log, string way);

    [LoggerMessage(LogLevel.Warning, "The way to pay {Way} gives no answer ({Reason})")]
    private static partial void LogLost(ILogger log, string way, string reason);
}
