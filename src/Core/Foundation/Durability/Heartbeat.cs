using Microsoft.Extensions.Logging;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>Renews the lease by which others see that this process lives; what a dead one held is theirs to take.</summary>
public sealed partial class Heartbeat(LeaseStore leases, NodeIdentity node, LeaseTimings terms, TimeProvider time, ILogger<Heartbeat> log)
{
    private const long Unsteady = long.MinValue;
    private long steadySince = Unsteady;

    /// <summary>
    /// Whether this node may take over expired leases of other nodes: only after a whole duration without a failed beat. When the database
    /// was away, everybody's leases ran out, also those of the living; they get the time to renew them first.
    /// </summary>
    public bool CanTakeOver =>
        terms == LeaseTimings.SingleProcess
        || (Volatile.Read(ref steadySince) is var since and not Unsteady && time.GetElapsedTime(since) >= terms.Duration);

    /// <summary>One beat; before the first one nothing may be held.</summary>
    public async Task BeatAsync(CancellationToken ct)
    {
        try
        {
            var began = time.GetTimestamp();
            await leases.TryTakeAsync(node.HeartbeatLease, node.Id, terms.Duration, alsoFromOthers: false, ct);
            Interlocked.CompareExchange(ref steadySince, began, Unsteady);
        }
        catch
        {
            Volatile.Write(ref steadySince, Unsteady);
            throw;
        }
    }

    /// <summary>Beats until the end, and then lets the others know of it.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await BeatAsync(ct);
            }
#pragma warning disable CA1031 // The next beat may reach the database again; one that fails at the end is nobody's trouble.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!ct.IsCancellationRequested)
                    LogMissed(log, e.GetType().Name, e.Message);
            }

            await Task.Delay(terms.Renewal, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The last thing of a process that ends in order: what it still holds is free at once.</summary>
    public Task StopAsync(CancellationToken ct) => leases.ReleaseAsync(node.HeartbeatLease, node.Id, ct);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A heartbeat did not reach the database ({Kind}: {Reason})")]
    private static partial void LogMissed(ILogger log, string kind, string reason);
}
