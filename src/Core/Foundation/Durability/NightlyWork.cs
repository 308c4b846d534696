using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>
/// Does a work once for each night, from 03:30 UTC. Its row remembers the last run, so that a night during which no process ran is made
/// up at the next start. A run that the end of the process broke off is repeated.
/// </summary>
public sealed partial class NightlyWork(Store store, TimeProvider time, ILogger<NightlyWork> log)
{
    /// <summary>The time of day, UTC.</summary>
    public static readonly TimeSpan TimeOfDay = new(3, 30, 0);

    private const string DoneSql = """
        insert into nightly_runs (name, done_at) values (@name, @now)
        on conflict (name) do update set done_at = excluded.done_at
        """;

    /// <summary>Runs the work if it has not been done since the last time of day.</summary>
    /// <returns>Whether it was run now.</returns>
    public async Task<bool> RunAsync(string name, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        var done = await store.ReadAsync(
            (db, token) => db.NightlyRuns.Where(r => r.Name == name).Select(r => (DateTime?)r.DoneAt).SingleOrDefaultAsync(token),
            ct
        );
        var isDue = IsDue(done, time.UtcNow());
        if (done is not null && !isDue)
            return false;
        if (isDue)
            await TryAsync(name, work, ct);
        await NoteAsync(name, ct);
        return isDue;
    }

    // A new store has no night behind it. A run in the future was noted by a clock that has been set back since.
    private static bool IsDue(DateTime? done, DateTime now)
    {
        var last = now.Date + TimeOfDay;
        if (last > now)
            last -= TimeSpan.FromDays(1);
        return done < last || done > now + TimeSpan.FromDays(1);
    }

    private async Task TryAsync(string name, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
#pragma warning disable CA1031 // Tried again the next night: it may take minutes, and must not be repeated without a pause.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(log, e, name);
        }
    }

    private Task<int> NoteAsync(string name, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync(
            async (db, token) => await db.Statements.Get(DoneSql).With("name", name).With("now", now).ExecuteNonQueryAsync(token),
            ct
        );
    }

    [LoggerMessage(LogLevel.Error, "The nightly work {Name} failed and is tried again the next night")]
    private static partial void LogFailed(ILogger log, Exception e, string name);
}
