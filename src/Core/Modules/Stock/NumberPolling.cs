using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Stock;

/// <summary>A number whose link is to be asked, taken until a time.</summary>
/// <param name="Heard">A digest of what the link showed last.</param>
/// <param name="HeardOrder">The order since whose beginning the link has answered.</param>
internal sealed record DueNumber(long Id, string Phone, string Link, int Failures, string? Heard, long? HeardOrder);

/// <summary>When the links of numbers are asked, and what they showed last.</summary>
internal static class NumberPolling
{
    private static readonly WorkClaim Due = new(
        "numbers",
        "id",
        due: $"work.status = {(int)NumberStatus.Held} and work.link is not null and work.poll_at <= @now",
        order: "work.poll_at, work.id",
        set: "poll_at = @until",
        returning: "id, phone, link, poll_failures, heard, heard_order_id"
    );

    /// <summary>Claims the numbers that are due for longest.</summary>
    public static Task<List<DueNumber>> TakeAsync(StoreDbContext db, int count, DateTime now, DateTime until, CancellationToken ct) =>
        Due.TakeAsync(db, count, [("now", now), ("until", until)], Read, ct);

    private static DueNumber Read(DbDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetString(1),
            row.GetString(2),
            row.GetInt32(3),
            row.GetTextOrNull(4),
            row.IsDBNull(5) ? null : row.GetInt64(5)
        );

    /// <summary>Records the result and releases the claim.</summary>
    /// <param name="until">The end of the claim.</param>
    /// <param name="answeredFor">The order for which the link answered; null where it did not.</param>
    /// <returns>False where another process has claimed the number since, or its order is over.</returns>
    public static async Task<bool> NoteAsync(
        StoreDbContext db,
        long number,
        DateTime until,
        DateTime next,
        int failures,
        string? heard,
        long? answeredFor,
        CancellationToken ct
    ) =>
        await db
            .Numbers.Where(n => n.Id == number && n.Status == NumberStatus.Held && n.PollAt == until)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(n => n.PollAt, next)
                        .SetProperty(n => n.PollFailures, failures)
                        .SetProperty(n => n.Heard, heard)
                        .SetProperty(n => n.HeardOrderId, n => answeredFor ?? n.HeardOrderId),
                ct
            ) == 1;

    /// <summary>Deletes the digests of texts from before a time: a digest of a short text is as good as the text.</summary>
    public static Task<int> PurgeAsync(StoreDbContext db, DateTime before, CancellationToken ct) =>
        db
            .Numbers.Where(n => n.Heard != null && n.PollAt < before && n.Status != NumberStatus.Held)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.Heard, (string?)null), ct);
}
