using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>Encrypts the texts that a release left plain. May be broken off, and run by several processes at once.</summary>
public sealed partial class ProtectOldTextsHandler(
    Store store,
    TextProtector protector,
    DatabaseFile file,
    IEnumerable<OldColumn> columns,
    TimeProvider time,
    ILogger<ProtectOldTextsHandler> log
)
{
    private const int BatchSize = 500;

    /// <summary>A process of that release may still run beside this one, with a clock of its own.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private DateTime since = DateTime.UnixEpoch;

    /// <returns>How many texts and codes of orders it encrypted.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var (now, from) = (time.UtcNow(), since);
        var count = 0;
        foreach (var column in columns)
            count += await ProtectAsync(column, from, ct);
        if (count > 0)
        {
            await file.ForgetLogAsync(ct);
            LogProtected(log, count);
        }

        since = now - Overlap;
        return count;
    }

    private async Task<int> ProtectAsync(OldColumn column, DateTime from, CancellationToken ct)
    {
        for (var count = 0; ; )
        {
            var plain = await store.ReadAsync((db, token) => FindAsync(db, column.Find, from, token), ct);
            if (plain.Count == 0)
                return count;
            var again = plain.ConvertAll(old => new Reprotected(
                old,
                protector.Protect(old.Text),
                old.Code is { } code ? protector.Protect(code) : null
            ));
            count += await store.WriteAsync((db, token) => column.Update.RunAsync(db, again, null, token), ct);
            if (plain.Count < BatchSize)
                return count;
            from = plain[^1].At;
        }
    }

    private static async Task<List<OldText>> FindAsync(StoreDbContext db, string sql, DateTime from, CancellationToken ct)
    {
        var plain = new List<OldText>();
        await using var row = await db.Statements.Get(sql).With("since", from).With("most", BatchSize).ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            plain.Add(new OldText(row.GetInt64(0), row.GetUtc(1), row.GetString(2), row.GetTextOrNull(3)));
        return plain;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} texts and codes of an earlier release are encrypted")]
    private static partial void LogProtected(ILogger log, int count);
}
