using Microsoft.Extensions.Logging;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>Sees to it that one process of all does something: does it here while this one holds the lease.</summary>
public sealed partial class LeaseKeeper(
    LeaseStore leases,
    NodeIdentity node,
    Heartbeat heartbeat,
    LeaseTimings terms,
    TimeProvider time,
    ILogger<LeaseKeeper> log
)
{
    /// <summary>
    /// Waits for the lease, works while it lasts, and again, until the end. The work's token ends with the lease; at the end the
    /// lease is released once the work has returned.
    /// </summary>
    public async Task RunAsync(string name, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var asked = time.GetTimestamp();
            if (await TryAsync(name, ct))
                await WorkAsync(name, asked, work, ct);
            await Task.Delay(terms.Retry, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryAsync(string name, CancellationToken ct)
    {
        try
        {
            // A look costs no write, and nearly always somebody has it.
            var mayJudge = heartbeat.CanTakeOver;
            return !(mayJudge && await leases.IsHeldAsync(name, ct))
                && await leases.TryTakeAsync(name, node.Id, terms.Duration, mayJudge, ct);
        }
#pragma warning disable CA1031 // The next try may reach the database again; the heartbeat says so in the log.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private async Task WorkAsync(string name, long since, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        LogTaken(log, name);
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var working = SafelyAsync(name, work, held.Token);
        await RenewAsync(name, since, working, ct);
        await held.CancelAsync();
        await working;
        try
        {
            // Not by the ended token: whoever waits for the lease should have it at once.
            await leases.ReleaseAsync(name, node.Id, CancellationToken.None);
        }
#pragma warning disable CA1031 // Then it runs out.
        catch (Exception)
#pragma warning restore CA1031
        { }
    }

    // Returns when the lease is lost, the work has ended, or the end has come.
    private async Task RenewAsync(string name, long since, Task working, CancellationToken ct)
    {
        while (true)
        {
            await Task.WhenAny(working, Task.Delay(terms.Renewal, time, ct));
            if (working.IsCompleted || ct.IsCancellationRequested)
                return;
            var asked = time.GetTimestamp();
            try
            {
                if (!await leases.TryTakeAsync(name, node.Id, terms.Duration, alsoFromOthers: false, ct))
                {
                    LogLost(log, name);
                    return;
                }

                since = asked;
            }
#pragma warning disable CA1031 // As long as the lease lasts, the next try may do it.
            catch (Exception)
#pragma warning restore CA1031
            {
                // Before the next try another one might have it.
                if (time.GetElapsedTime(since) < terms.Duration - terms.Renewal)
                    continue;
                LogLost(log, name);
                return;
            }
        }
    }

    private async Task SafelyAsync(string name, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { }
#pragma warning disable CA1031 // It begins anew, here or elsewhere.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogBroken(log, e, name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This process holds {Lease}")]
    private static partial void LogTaken(ILogger log, string lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This process does not hold {Lease} any more")]
    private static partial void LogLost(ILogger log, string lease);

    [LoggerMessage(Level = LogLevel.Error, Message = "The work guarded by lease {Lease} failed")]
    private static partial void LogBroken(ILogger log, Exception e, string lease);
}
