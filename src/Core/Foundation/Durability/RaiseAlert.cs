using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>
/// Notes conditions that operators have to know. Every process may find the same one, at every start: the row decides, in the
/// transaction that publishes the news, so it is told once.
/// </summary>
public sealed class RaiseAlertHandler(Store store, TimeProvider time)
{
    /// <summary>After so long a condition that lasts is told again.</summary>
    public static readonly TimeSpan Reminder = TimeSpan.FromDays(7);

    /// <summary>A condition that comes and goes is told at most so often.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private const string RaiseSql = """
        insert into alerts (kind, subject, detail, told_at) values (@kind, @subject, @detail, @now)
        on conflict (kind, subject) do update set detail = excluded.detail, told_at = excluded.told_at, ended_at = null
        where (alerts.ended_at is null and (alerts.told_at <= @reminder or alerts.detail <> excluded.detail))
            or (alerts.ended_at is not null and alerts.told_at <= @pause)
        """;

    /// <summary>The condition is there. The same again is told only once <see cref="Reminder"/> is over, or with another detail.</summary>
    /// <param name="detail">Never a secret.</param>
    /// <returns>Whether the operators are told by this.</returns>
    public Task<bool> RaiseAsync(AlertKind kind, string subject, string detail, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync(
            async (db, token) =>
            {
                var told = await db
                    .Statements.Get(RaiseSql)
                    .With("kind", (int)kind)
                    .With("subject", subject)
                    .With("detail", detail)
                    .With("now", now)
                    .With("reminder", now - Reminder)
                    .With("pause", now - Pause)
                    .ExecuteNonQueryAsync(token);
                if (told == 1)
                    db.Publish(new AlertRaised(kind, subject, detail, now));
                return told == 1;
            },
            ct
        );
    }

    /// <summary>The condition is not there: where the operators know of it, they are told that it is over.</summary>
    /// <returns>Whether they are told by this.</returns>
    public async Task<bool> EndAsync(AlertKind kind, string subject, CancellationToken ct)
    {
        // Nearly always there is none, and nothing to write.
        var lasts = await store.ReadAsync(
            (db, token) => db.Alerts.AnyAsync(a => a.Kind == kind && a.Subject == subject && a.EndedAt == null, token),
            ct
        );
        if (!lasts)
            return false;
        var now = time.UtcNow();
        return await store.WriteAsync(
            async (db, token) =>
            {
                var detail = await db
                    .Alerts.Where(a => a.Kind == kind && a.Subject == subject && a.EndedAt == null)
                    .Select(a => a.Detail)
                    .SingleOrDefaultAsync(token);
                var ended = await db
                    .Alerts.Where(a => a.Kind == kind && a.Subject == subject && a.EndedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(a => a.EndedAt, now), token);
                if (ended == 1)
                    db.Publish(new AlertEnded(kind, subject, detail ?? "", now));
                return ended == 1;
            },
            ct
        );
    }
}
