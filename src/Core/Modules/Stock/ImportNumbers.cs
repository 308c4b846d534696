using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;

namespace XthonBot.Core.Modules.Stock;

/// <param name="Batch">Names the top-up; the same name goes on where an interruption left it, and counts right.</param>
/// <param name="Lines">Read once, a chunk at a time.</param>
public sealed record ImportNumbers(string ServiceCode, string Batch, IEnumerable<StockLine> Lines, Actor By);

public sealed class ImportNumbersHandler(Store store, IOptions<StockOptions> options, TimeProvider time)
{
    /// <summary>More problems than this are counted and not listed: the memory that an import takes does not grow with it.</summary>
    public const int MostProblems = 10_000;

    public const int MostListed = 1_000;

    // The chunk is small: a purchase may wait behind it.
    private const int ChunkSize = 500;
    private const string AuditAction = "stock.add";

    // A number that left the shelf a moment ago rests like any other before its next holder gets it. One that this
    // batch brought before is not brought again, even if it was sold meanwhile.
    private static readonly string Gone = SqlEnum.Of(NumberStatus.Sold, NumberStatus.Withdrawn);

    private static readonly DialectText AddSql = new(dialect =>
        $"""
            insert into numbers (service_id, phone, status, available_at, free_since, expired_in_a_row, batch, added_at)
            select @service, line.phone, case when line.rests then {(int)NumberStatus.CoolingDown} else {(int)NumberStatus.Free} end,
                case when line.rests then @rests_until end, @now, 0, @batch, @now
            from (select phone, exists (select 1 from numbers n where n.phone = each.phone and n.left_at > @left_after) as rests
                from (select phone from {dialect.Each("@phones", "phone")}) each) line
            where not exists (select 1 from numbers n where n.phone = line.phone and n.batch = @batch)
            on conflict do nothing
            """
    );

    private static readonly DialectText AddReturningSql = new(dialect => AddSql.For(dialect) + " returning phone");

    private static readonly DialectText WhereSql = new(dialect =>
        $"""
            select n.phone, s.name from numbers n join services s on s.id = n.service_id
            where n.phone in (select phone from {dialect.Each("@phones", "phone")}) and n.status not in ({Gone}) and n.batch <> @batch
            """
    );

    // A phone is on one shelf at a time, and these were put there a moment ago.
    private static readonly RowStatement<(string Phone, string Link)> LinkSql = new(
        $"update numbers set link = r.link from {"{rows}"} where numbers.phone = r.phone and status not in ({Gone})",
        RowStatement<(string Phone, string Link)>.Of("phone", line => line.Phone),
        RowStatement<(string Phone, string Link)>.Of("link", line => line.Link)
    );

    /// <summary>Puts the valid lines on the shelf, chunk by chunk, each durable before the next.</summary>
    public async Task<Result<ImportReport>> HandleAsync(
        ImportNumbers command,
        IProgress<ImportProgress>? progress,
        CancellationToken stop,
        CancellationToken ct
    )
    {
        var begun = await store.ReadAsync((db, token) => BeginAsync(db, command, token), ct);
        if (!begun.TryGet(out var begin, out var refusal))
            return refusal;

        var problems = new List<StockLine>();
        var unusual = new List<StockLine>();
        var unusualCount = 0;
        var duplicates = new List<DuplicateNumber>();
        var total = begin.Before;
        var toSkip = total.Lines;
        foreach (var chunk in command.Lines.Chunk(ChunkSize))
        {
            problems.AddRange(chunk.Where(line => !line.Number.IsOk).Take(MostProblems - problems.Count));
            foreach (var line in chunk.Where(line => line.Number.IsOk && line.Number.Value.IsUnusual))
            {
                if (unusualCount++ < MostListed)
                    unusual.Add(line);
            }

            var skipped = Math.Min(toSkip, chunk.Length);
            toSkip -= skipped;
            if (skipped == chunk.Length)
                continue;
            if (stop.IsCancellationRequested)
                break;
            var listing = duplicates.Count < MostListed;
            var added = await store.WriteAsync(
                (db, token) => AddAsync(db, begin.Key, command.Batch, chunk.AsMemory(skipped), listing, token),
                ct
            );
            total = added.Total;
            duplicates.AddRange(added.Duplicates.Take(MostListed - duplicates.Count));
            progress?.Report(total);
        }

        await store.WriteAsync((db, token) => FinishAsync(db, command, begin.Key, token), ct);
        var (stock, resting) = await store.ReadAsync(
            async (db, token) =>
                (
                    await db.Numbers.CountAsync(n => n.ServiceId == begin.Key && n.Status == NumberStatus.Free, token),
                    await db.Numbers.CountAsync(
                        n => n.ServiceId == begin.Key && n.Status == NumberStatus.CoolingDown && n.Batch == command.Batch,
                        token
                    )
                ),
            ct
        );
        return new ImportReport(total, problems, stop.IsCancellationRequested)
        {
            Service = begin.Service,
            ServiceName = begin.Name,
            Stock = stock,
            Resting = resting,
            Duplicates = duplicates,
            Unusual = unusual,
            UnusualCount = unusualCount,
        };
    }

    private static async Task<Result<Beginning>> BeginAsync(StoreDbContext db, ImportNumbers command, CancellationToken ct)
    {
        var service = await db.Services.SingleOrDefaultAsync(s => s.Code == command.ServiceCode, ct);
        if (service is null)
            return new Error.NotFound("service");
        var before = await db.Imports.SingleOrDefaultAsync(i => i.Batch == command.Batch, ct);
        // A top-up of another service counted other lines: going on from its count would skip as many of these.
        if (
            before is not null
            && (
                before.ServiceId is { } known
                    ? known != service.Id
                    : await db.Numbers.AnyAsync(n => n.Batch == command.Batch && n.ServiceId != service.Id, ct)
            )
        )
            return new Error.Invalid("batch", "batch-of-another-service");
        return new Beginning(service.Id, new ServiceId(service.PublicId), service.Name, before?.Progress ?? new ImportProgress(0, 0, 0, 0));
    }

    private async Task<Addition> AddAsync(
        StoreDbContext db,
        long service,
        string batch,
        ReadOnlyMemory<StockLine> chunk,
        bool listing,
        CancellationToken ct
    )
    {
        var now = time.UtcNow();
        var import =
            await db.Imports.SingleOrDefaultAsync(i => i.Batch == batch, ct) ?? db.Add(new StockImport(batch, service, now)).Entity;
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

        var isTold = listing || links is not null;
        var isNew = new HashSet<string>(isTold ? phones.Count : 0);
        var added =
            phones.Count == 0
                ? 0
                : await db
                    .Statements.Get((isTold ? AddReturningSql : AddSql).For(db.Dialect))
                    .With("phones", db.Dialect.List(phones))
                    .With("service", service)
                    .With("batch", batch)
                    .With("now", now)
                    .With("rests_until", now + options.Value.CoolDown)
                    .With("left_after", now - options.Value.CoolDown)
                    .RunAsync(isTold ? row => isNew.Add(row.GetString(0)) : null, ct);
        if (links is not null)
            await LinkSql.RunAsync(
                db,
                [.. isNew.Where(phone => links[phone] is not null).Select(phone => (phone, links[phone]!))],
                null,
                ct
            );
        import.Count(chunk.Length, phones.Count, added);
        await db.SaveChangesAsync(ct);
        return new Addition(
            import.Progress,
            listing && added < phones.Count ? await DuplicatesAsync(db, batch, chunk, isNew, phones, ct) : []
        );
    }

    private static async Task<List<DuplicateNumber>> DuplicatesAsync(
        StoreDbContext db,
        string batch,
        ReadOnlyMemory<StockLine> chunk,
        HashSet<string> isNew,
        List<string> phones,
        CancellationToken ct
    )
    {
        var places = new Dictionary<string, string>();
        await db
            .Statements.Get(WhereSql.For(db.Dialect))
            .With("phones", db.Dialect.List(phones))
            .With("batch", batch)
            .RunAsync(row => places[row.GetString(0)] = row.GetString(1), ct);
        var duplicates = new List<DuplicateNumber>();
        foreach (var line in chunk.Span)
        {
            if (line.Number.TryGet(out var number, out _) && !isNew.Remove(number.E164))
                duplicates.Add(new DuplicateNumber(line.Line, number, places.GetValueOrDefault(number.E164)));
        }

        return duplicates;
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

    private async Task<Done> FinishAsync(StoreDbContext db, ImportNumbers command, long service, CancellationToken ct)
    {
        // Also where only the last chunk was lost to an interruption.
        db.Publish(default(StockChanged));
        var now = time.UtcNow();
        var import =
            await db.Imports.SingleOrDefaultAsync(i => i.Batch == command.Batch, ct)
            ?? db.Add(new StockImport(command.Batch, service, now)).Entity;
        if (import.FinishedAt is not null)
            return default;
        import.Finish(now);
        db.Publish(
            new Audited(command.By, AuditAction, "service:" + command.ServiceCode, null, $"added {import.Added}", command.Batch, now)
        );
        await db.SaveChangesAsync(ct);
        return default;
    }

    private sealed record Beginning(long Key, ServiceId Service, string Name, ImportProgress Before);

    private sealed record Addition(ImportProgress Total, List<DuplicateNumber> Duplicates);
}
