using Microsoft.Extensions.Logging;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Sealing;

/// <summary>Seals what a release left that did not seal yet. May be broken off and run by several processes at once.</summary>
public sealed partial class SealOldTextsHandler(Store store, TextSeal seal, DatabaseFile file, TimeProvider time, ILogger<SealOldTextsHandler> log)
{
    private const int BatchSize = 500;

    /// <summary>A process of that release may still run beside this one, with a clock of its own.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private const string PlainTextsSql = """
        select id, stored_at, text, code from messages
        where text is not null and stored_at >= @since and text not like 'sealed:%' order by stored_at limit @most
        """;

    private const string PlainCodesSql = """
        select id, code_at, code, null from orders where code is not null and code_at >= @since and code not like 'sealed:%' order by code_at limit @most
        """;

    private static readonly RowStatement<Resealed> TextsSql = new(
        "update messages set text = r.new_text, code = r.new_code from {rows} where messages.id = r.id and messages.text = r.old_text",
        RowStatement<Resealed>.Of("id", r => r.Old.Id),
        RowStatement<Resealed>.Of("old_text", r => r.Old.Text),
        RowStatement<Resealed>.Of("new_text", r => r.Text.Value),
        RowStatement<Resealed>.Of("new_code", r => r.Code?.Value));

    private static readonly RowStatement<Resealed> CodesSql = new(
        "update orders set code = r.new_code from {rows} where orders.id = r.id and orders.code = r.old_code",
        RowStatement<Resealed>.Of("id", r => r.Old.Id),
        RowStatement<Resealed>.Of("old_code", r => r.Old.Text),
        RowStatement<Resealed>.Of("new_code", r => r.Text.Value));

    private DateTime since = DateTime.UnixEpoch;

    /// <returns>How many texts and codes of orders it sealed.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var (now, from) = (time.UtcNow(), since);
        var count = await SealAsync(PlainTextsSql, TextsSql, from, ct) + await SealAsync(PlainCodesSql, CodesSql, from, ct);
        if (count > 0)
        {
            await file.ForgetLogAsync(ct);
            LogSealed(log, count);
        }

        since = now - Overlap;
        return count;
    }

    private async Task<int> SealAsync(string find, RowStatement<Resealed> update, DateTime from, CancellationToken ct)
    {
        for (var count = 0; ;)
        {
            var plain = await store.ReadAsync((db, token) => FindAsync(db, find, from, token), ct);
            var resealed = plain.ConvertAll(old => new Resealed(old, seal.Seal(old.Text), old.Code is { } code ? seal.Seal(code) : null));
            count += await store.WriteAsync((db, token) => update.RunAsync(db, resealed, null, token), ct);
            if (plain.Count < BatchSize)
                return count;
            from = plain[^1].At;
        }
    }

    private static async Task<List<Plain>> FindAsync(StoreDbContext db, string sql, DateTime from, CancellationToken ct)
    {
        var plain = new List<Plain>();
        await using var row = await db.Statements.Get(sql).With("since", from).With("most", BatchSize).ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            plain.Add(new Plain(row.GetInt64(0), row.GetUtc(1), row.GetString(2), row.GetTextOrNull(3)));
        return plain;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} texts and codes of an earlier release are sealed")]
    private static partial void LogSealed(ILogger log, int count);

    private sealed record Plain(long Id, DateTime At, string Text, string? Code);

    private sealed record Resealed(Plain Old, SealedText Text, SealedText? Code);
}
