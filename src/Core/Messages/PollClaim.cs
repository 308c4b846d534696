using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Orders;

namespace XthonBot.Core.Messages;

/// <summary>A number whose link is to be asked, taken by one process until <paramref name="Until"/>.</summary>
/// <param name="Heard">A digest of what the link showed last.</param>
/// <param name="OrderKey">The open order on it.</param>
/// <param name="IsFirst">Whether the link has not answered yet since that order began.</param>
internal sealed record PollClaim(long NumberKey, string Phone, Uri Link, int Failures, string? Heard, long OrderKey, bool IsFirst, DateTime Until)
{
    private static readonly DialectText TakeSql = new(dialect => $"""
        with due as materialized (
            select id from numbers where status = 1 and link is not null and poll_at <= @now order by poll_at, id limit @count + 0 {dialect.SkipLocked})
        update numbers set poll_at = @until where status = 1 and poll_at <= @now and id in (select id from due)
        returning id, phone, link, poll_failures, heard, heard_order_id
        """);

    /// <summary>Takes those that are due for longest; one statement, so that of many processes one gets each.</summary>
    public static async Task<List<PollClaim>> TakeAsync(StoreDbContext db, int count, DateTime now, DateTime until, CancellationToken ct)
    {
        var due = new List<(long Id, string Phone, string Link, int Failures, string? Heard, long? HeardOrder)>(count);
        await db.Statements.Get(TakeSql.For(db.Dialect)).With("now", now).With("until", until).With("count", count).RunAsync(
            row => due.Add((row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetTextOrNull(4), row.IsDBNull(5) ? null : row.GetInt64(5))), ct);
        if (due.Count == 0)
            return [];

        var phones = due.ConvertAll(number => number.Phone);
        var open = await db.Orders.Where(o => o.ClosedAt == null && o.NumberId != null && phones.Contains(o.Phone!))
            .Select(o => new { o.NumberId, o.Id }).ToDictionaryAsync(o => o.NumberId!.Value, o => o.Id, ct);
        // Held without an open order: it is being closed at this moment.
        return [.. due.Where(number => open.ContainsKey(number.Id)).Select(number => new PollClaim(
            number.Id, number.Phone, new Uri(number.Link), number.Failures, number.Heard, open[number.Id], number.HeardOrder != open[number.Id], until))];
    }

    /// <summary>Notes what came of it and lets go.</summary>
    /// <returns>False where somebody else has taken it since, or its order is over: what was heard is dropped then.</returns>
    public async Task<bool> LetGoAsync(StoreDbContext db, DateTime next, int failures, string? heard, bool hasAnswered, CancellationToken ct) =>
        await db.Numbers.Where(n => n.Id == NumberKey && n.Status == Stock.NumberStatus.Held && n.PollAt == Until).ExecuteUpdateAsync(
            set => set
                .SetProperty(n => n.PollAt, next).SetProperty(n => n.PollFailures, failures).SetProperty(n => n.Heard, heard)
                .SetProperty(n => n.HeardOrderId, n => hasAnswered ? OrderKey : n.HeardOrderId),
            ct) == 1;

    public override string ToString() => $"number {NumberKey}";
}
