using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Modules.Messages;

/// <summary>A number whose link is to be asked, taken by one process until <paramref name="Until"/>.</summary>
/// <param name="Heard">A digest of what the link showed last.</param>
/// <param name="OrderKey">The open order on it.</param>
/// <param name="IsFirst">Whether the link has not answered yet since that order began.</param>
internal sealed record PollClaim(
    long NumberKey,
    string Phone,
    Uri Link,
    int Failures,
    string? Heard,
    long OrderKey,
    bool IsFirst,
    DateTime Until
)
{
    /// <summary>Claims the numbers that are due for longest.</summary>
    public static async Task<List<PollClaim>> TakeAsync(StoreDbContext db, int count, DateTime now, DateTime until, CancellationToken ct)
    {
        var due = await NumberPolling.TakeAsync(db, count, now, until, ct);
        if (due.Count == 0)
            return [];

        var phones = due.ConvertAll(number => number.Phone);
        var open = await db
            .Orders.Where(o => o.ClosedAt == null && o.NumberId != null && phones.Contains(o.Phone!))
            .Select(o => new { o.NumberId, o.Id })
            .ToDictionaryAsync(o => o.NumberId!.Value, o => o.Id, ct);
        // A held number without an open order: the order is being closed at this moment.
        return
        [
            .. due.Where(number => open.ContainsKey(number.Id))
                .Select(number => new PollClaim(
                    number.Id,
                    number.Phone,
                    new Uri(number.Link),
                    number.Failures,
                    number.Heard,
                    open[number.Id],
                    number.HeardOrder != open[number.Id],
                    until
                )),
        ];
    }

    /// <summary>Records the result and releases the claim.</summary>
    /// <returns>False where another process has claimed the number since, or its order is over: the result is dropped then.</returns>
    public Task<bool> ReleaseAsync(StoreDbContext db, DateTime next, int failures, string? heard, bool hasAnswered, CancellationToken ct) =>
        NumberPolling.NoteAsync(db, NumberKey, Until, next, failures, heard, hasAnswered ? OrderKey : null, ct);

    public override string ToString() => $"number {NumberKey}";
}
