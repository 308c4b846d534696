using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Audit;
using XthonBot.Core.Catalog;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Stock;

/// <param name="Batch">Names the top-up; the same name goes on where an interruption left it, and counts right.</param>
/// <param name="Lines">Read once, a chunk at a time.</param>
public sealed record ImportNumbers(string ServiceCode, string Batch, IEnumerable<StockLine> Lines, Actor By);

/// <param name="Lines">Lines read so far, without the empty ones.</param>
public sealed record ImportProgress(int Lines, int Added, int Duplicates, int Invalid);

/// <param name="Problems">The lines that brought no number, with the reason: the first <see cref="ImportNumbersHandler.MostProblems"/>.</param>
/// <param name="Stopped">Whether somebody stopped it; what is in stays in.</param>
public sealed record ImportReport(ImportProgress Total, IReadOnlyList<StockLine> Problems, bool Stopped);

public sealed class ImportNumbersHandler(Store store, Shelves shelves, IOptions<StockOptions> options, TimeProvider time)
{
    /// <summary>More problems than this are counted and not listed: the memory that an import takes does not grow with it.</summary>
    public const int MostProblems = 10_000;

    // Small enough that a purchase which waits behind a chunk does not notice.
    private const int ChunkSize = 500;

    // A number that left the shelf a moment ago rests like any other before its next holder gets it. One that this
    // batch brought before is not brought again, even if it was sold meanwhile.
    private static readonly DialectText AddSql = new(dialect => $"""
        insert into numbers (service_id, phone, status, available_at, free_since, expired_in_a_row, batch, added_at)
        select @service, line.phone, case when line.rests then 2 else 0 end, case when line.rests then @rests_until end, @now, 0, @batch, @now
        from (select phone, exists (select 1 from numbers n where n.phone = each.phone and n.left_at > @left_after) as rests
            from (select phone from {dialect.Each("@phones", "phone")}) each) line
        where not exists (select 1 from numbers n where n.phone = line.phone and n.batch = @batch)
        on conflict do nothing
        """);

    private static readonly DialectText AddLinkedSql = new(dialect => AddSql.For(dialect) + " returning phone");

    // A phone is on one shelf at a time, and these were put there a moment ago.
    private static readonly RowStatement<(string Phone, string Link)> LinkSql = new(
        "update numbers set link = r.link from {rows} where numbers.phone = r.phone and status not in (3, 4)",
        RowStatement<(string Phone, string Link)>.Of("phone", line => line.Phone),
        RowStatement<(string Phone, string Link)>.Of("link", line => line.Link));

    /// <summary>Puts the valid lines on the shelf, chunk by chunk, each durable before the next.</summary>
    public async Task<Result<ImportReport>> HandleAsync(
        ImportNumbers command, IProgress<ImportProgress>? progress, CancellationToken stop, CancellationToken ct)
    {
        var found = await store.ReadAsync(
            async (db, token) => (
                Service: await db.Services.Where(s => s.Code == command.ServiceCode).Select(s => (long?)s.Id).SingleOrDefaultAsync(token),
                Before: await db.Imports.SingleOrDefaultAsync(i => i.Batch == command.Batch, token)),
            ct);
        if (found.Service is not { } service)
            return new Error.NotFound("service");

        var problems = new List<StockLine>();
        var total = found.Before?.Progress ?? new ImportProgress(0, 0, 0, 0);
        var toSkip = total.Lines;
        foreach (var chunk in command.Lines.Chunk(ChunkSize))
        {
            problems.AddRange(chunk.Where(line => !line.Number.IsOk).Take(MostProblems - problems.Count));
            var skipped = Math.Min(toSkip, chunk.Length);
            toSkip -= skipped;
            if (skipped == chunk.Length)
                continue;
            if (stop.IsCancellationRequested)
                break;
            total = await store.WriteAsync((db, token) => AddAsync(db, service, command.Batch, chunk.AsMemory(skipped), token), ct);
            progress?.Report(total);
        }

        await store.WriteAsync((db, token) => FinishAsync(db, command, token), ct);
        shelves.Forget();
        return new ImportReport(total, problems, stop.IsCancellationRequested);
    }

    private async Task<ImportProgress> AddAsync(StoreDbContext db, long service, string batch, ReadOnlyMemory<StockLine> chunk, CancellationToken ct)
    {
        var now = time.UtcNow();
        var import = await db.Imports.SingleOrDefaultAsync(i => i.Batch == batch, ct) ?? db.Add(new StockImport(batch, now)).Entity;
        var phones = new List<string>(chunk.Length);
        var links = HasLinks(chunk.Span) ? new Dictionary<string, string?>(chunk.Length) : null;
        foreach (var line in chunk.Span)
        {
            if (!line.Number.TryGet(out var number, out _))
                continue;
            phones.Add(number.E164);
            // Of two lines with the same number the first counts, whichever of them has a link.
            links?.TryAdd(number.E164, line.Link);
        }

        var linked = new List<(string Phone, string Link)>();
        var added = phones.Count == 0 ? 0 : await db.Statements.Get((links is null ? AddSql : AddLinkedSql).For(db.Dialect))
            .With("phones", db.Dialect.List(phones))
            .With("service", service).With("batch", batch).With("now", now)
            .With("rests_until", now + options.Value.CoolDown).With("left_after", now - options.Value.CoolDown)
            .RunAsync(links is null ? null : row => Keep(row.GetString(0)), ct);
        await LinkSql.RunAsync(db, linked, null, ct);
        import.Count(chunk.Length, phones.Count, added);
        await db.SaveChangesAsync(ct);
        return import.Progress;

        void Keep(string phone)
        {
            if (links[phone] is { } link)
                linked.Add((phone, link));
        }
    }

    private static bool HasLinks(ReadOnlySpan<StockLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Link is not null)
                return true;
        }

        return false;
    }

    private async Task<Done> FinishAsync(StoreDbContext db, ImportNumbers command, CancellationToken ct)
    {
        var now = time.UtcNow();
        var import = await db.Imports.SingleOrDefaultAsync(i => i.Batch == command.Batch, ct) ?? db.Add(new StockImport(command.Batch, now)).Entity;
        if (import.FinishedAt is not null)
            return default;
        import.Finish(now);
        db.Add(new AuditEntry(
            command.By, "stock.add", "service:" + command.ServiceCode, null, $"added {import.Added}", command.Batch, now));
        await db.SaveChangesAsync(ct);
        return default;
    }
}
