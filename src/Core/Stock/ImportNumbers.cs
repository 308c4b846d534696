using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using XthonBot.Core.Audit;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Stock;

/// <param name="Batch">Names the top-up; going on with the same name after an interruption counts right.</param>
public sealed record ImportNumbers(string ServiceCode, string Batch, IEnumerable<StockLine> Lines, Actor By);

/// <param name="Lines">Lines read so far, without the empty ones.</param>
public sealed record ImportProgress(int Lines, int Added, int Duplicates, int Invalid);

/// <param name="Problems">Every line that brought no number, with the reason.</param>
/// <param name="Stopped">Whether somebody stopped it; what is in stays in.</param>
public sealed record ImportReport(ImportProgress Total, IReadOnlyList<StockLine> Problems, bool Stopped);

public sealed class ImportNumbersHandler(Store store, IOptions<StockOptions> options, TimeProvider time)
{
    // Small enough that a purchase which waits behind a chunk does not notice.
    private const int ChunkSize = 500;

    /// <summary>Puts the valid lines on the shelf, chunk by chunk, each durable before the next.</summary>
    public async Task<Result<ImportReport>> HandleAsync(
        ImportNumbers command, IProgress<ImportProgress>? progress, CancellationToken stop, CancellationToken ct)
    {
        var service = await store.ReadAsync(
            (db, token) => db.Services.Where(s => s.Code == command.ServiceCode).Select(s => (long?)s.Id).SingleOrDefaultAsync(token), ct);
        if (service is null)
            return new Error.NotFound("service");

        var problems = new List<StockLine>();
        var total = new ImportProgress(0, 0, 0, 0);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var chunk in command.Lines.Chunk(ChunkSize))
        {
            if (stop.IsCancellationRequested)
                break;
            var valid = chunk.Where(line => line.Number.IsOk).Select(line => line.Number.Value.E164).ToList();
            problems.AddRange(chunk.Where(line => !line.Number.IsOk));
            var distinct = valid.Where(seen.Add).ToList();
            var added = await store.WriteAsync((db, token) => AddAsync(db, service.Value, command.Batch, distinct, token), ct);
            total = new ImportProgress(
                total.Lines + chunk.Length, total.Added + added, total.Duplicates + valid.Count - added, total.Invalid + chunk.Length - valid.Count);
            progress?.Report(total);
        }

        var now = time.UtcNow();
        await store.WriteAsync(
            (db, token) =>
            {
                db.Add(new AuditEntry(
                    command.By, "stock.add", "service:" + command.ServiceCode, null, $"added {total.Added}", command.Batch, now));
                return db.SaveChangesAsync(token);
            },
            ct);
        return new ImportReport(total, problems, stop.IsCancellationRequested);
    }

    private async Task<int> AddAsync(StoreDbContext db, long service, string batch, List<string> phones, CancellationToken ct)
    {
        if (phones.Count == 0)
            return 0;

        var now = time.UtcNow();
        var connection = db.Database.GetDbConnection();
        var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        // A number that left the shelf a moment ago rests like any other before its next holder gets it. One that this
        // batch brought before is not brought again, even if it was sold meanwhile. The plus keeps the lookup on the
        // index over phones: the one over batches grows with every line.
        insert.CommandText = """
            insert into numbers (service_id, phone, status, available_at, free_since, expired_in_a_row, batch, added_at)
            select @service, @phone, iif(rests, 2, 0), iif(rests, @restsUntil, null), @now, 0, @batch, @now
            from (select exists (select 1 from numbers where phone = @phone and left_at > @leftAfter) as rests)
            where not exists (select 1 from numbers where phone = @phone and +batch = @batch)
            on conflict do nothing
            """;
        var phone = insert.Add("@phone", "");
        insert.Add("@service", service);
        insert.Add("@now", now);
        insert.Add("@batch", batch);
        insert.Add("@restsUntil", now + options.Value.CoolDown);
        insert.Add("@leftAfter", now - options.Value.CoolDown);
        await using var look = connection.CreateCommand();
        look.Transaction = transaction;
        look.CommandText = "select exists (select 1 from numbers where phone = @phone and +batch = @batch)";
        var known = look.Add("@phone", "");
        look.Add("@batch", batch);

        var added = 0;
        foreach (var value in phones)
        {
            phone.Value = known.Value = value;
            // Brought now, or by this batch before it was interrupted.
            if (await insert.ExecuteNonQueryAsync(ct) == 1 || await look.ExecuteScalarAsync(ct) is 1L)
                added++;
        }

        return added;
    }
}
