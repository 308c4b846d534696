using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Stock;

/// <summary>The effects of orders on their numbers. Every call is part of its caller's transaction.</summary>
internal static class StockReservations
{
    /// <summary>A number that expires this often in a row is withheld.</summary>
    public const int ExpiriesUntilWithheld = 3;

    // A link is asked from the first moment of the order on: since when the number was free is past, and so due.
    // The "+ 0" keeps the plan: for a limit that is a bare parameter, SQLite reads its value and prepares the statement anew each time.
    private static readonly string TakePicked = $"""
        update numbers set status = {(int)NumberStatus.Held}, available_at = null, poll_at = case when link is not null then free_since end
        where status = {(int)NumberStatus.Free} and id in (select id from picked)
        """;

    private static readonly RowStatement<(ServiceId Service, int Count)> ReserveSql = Reserving("");

    // A supplier may have sold what stands on the shelf as well: while that order is open, its number is nobody else's.
    private static readonly RowStatement<(ServiceId Service, int Count)> ReserveBesideSuppliersSql = Reserving(
        "and not exists (select 1 from orders o where o.phone = n.phone and o.closed_at is null)"
    );

    private static readonly DialectText ReserveExceptSql = new(dialect =>
        $"""
            with picked as materialized (
                select id from numbers
                where service_id = (select id from services where public_id = @service and not is_paused)
                    and status = {(int)NumberStatus.Free}
                    and not exists (select 1 from {dialect.Each("@prefixes", "prefix")} where numbers.phone like prefix || '%')
                    and not exists (select 1 from orders o where o.phone = numbers.phone and o.closed_at is null)
                order by free_since, id limit 1 {dialect.SkipLocked})
            {TakePicked}
            returning service_id, id, phone, free_since
            """
    );

    private static readonly DialectText PickSql = new(dialect =>
        $"""
            select id from numbers where service_id = @service and status = {(int)NumberStatus.Free}
            order by free_since, id limit @count {dialect.SkipLocked}
            """
    );

    private static readonly DialectText ReleaseSql = new(dialect =>
        $"""
            update numbers set status = {(int)NumberStatus.Free}
            where status = {(int)NumberStatus.Held} and id in (select id from {dialect.Each("@ids", "id")})
            """
    );

    /// <summary>
    /// Reserves the numbers that are free for longest, as many of each service as are wanted; one statement, so that no two orders get the
    /// same. Fewer where the shelf runs out, none where the service is not on sale.
    /// </summary>
    /// <param name="hasSuppliers">Whether numbers are bought in as well.</param>
    public static void Reserve(
        StatementBatch batch,
        IReadOnlyList<(ServiceId Service, int Count)> wanted,
        bool hasSuppliers,
        Reservations reservations
    ) =>
        batch.Add(
            hasSuppliers ? ReserveBesideSuppliersSql : ReserveSql,
            wanted,
            row => reservations.Add(row.GetInt64(0), row.GetDateTime(3), new Reserved(row.GetInt64(1), row.GetString(2)))
        );

    /// <summary>Reserves the number that is free for longest among those that begin with none of these.</summary>
    public static void ReserveExcept(
        StoreDbContext db,
        StatementBatch batch,
        ServiceId service,
        IReadOnlyList<string> prefixes,
        Reservations reservations
    ) =>
        batch.Add(
            ReserveExceptSql.For(db.Dialect),
            row => reservations.Add(row.GetInt64(0), row.GetDateTime(3), new Reserved(row.GetInt64(1), row.GetString(2))),
            ("service", service.Value),
            ("prefixes", db.Dialect.List(prefixes))
        );

    /// <summary>The numbers that are free for longest, locked until the end of the transaction.</summary>
    public static async Task<List<long>> PickAsync(StoreDbContext db, long serviceKey, int count, CancellationToken ct)
    {
        var picked = new List<long>();
        await using var row = await db
            .Statements.Get(PickSql.For(db.Dialect))
            .With("service", serviceKey)
            .With("count", count)
            .ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            picked.Add(row.GetInt64(0));
        return picked;
    }

    /// <summary>Releases reserved numbers that were not sold, in the transaction that reserved them.</summary>
    public static void Release(StoreDbContext db, StatementBatch batch, IReadOnlyCollection<long> numberKeys)
    {
        if (numberKeys.Count > 0)
            batch.Add(ReleaseSql.For(db.Dialect), row: null, ("ids", db.Dialect.List(numberKeys)));
    }

    /// <summary>After a cancel: the numbers rest before they are sold again.</summary>
    public static Task CoolDownAsync(StoreDbContext db, List<long> numberKeys, DateTime until, CancellationToken ct) =>
        db
            .Numbers.Where(n => numberKeys.Contains(n.Id) && n.Status == NumberStatus.Held)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.Status, NumberStatus.CoolingDown).SetProperty(n => n.AvailableAt, until), ct);

    /// <summary>After an expiry: the numbers rest, or are withheld.</summary>
    /// <returns>The numbers that are withheld now.</returns>
    public static async Task<HashSet<long>> ExpireAsync(StoreDbContext db, List<long> numberKeys, DateTime until, CancellationToken ct)
    {
        await db
            .Numbers.Where(n => numberKeys.Contains(n.Id) && n.Status == NumberStatus.Held)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(
                            n => n.Status,
                            n => n.ExpiredInARow + 1 >= ExpiriesUntilWithheld ? NumberStatus.Withheld : NumberStatus.CoolingDown
                        )
                        .SetProperty(n => n.AvailableAt, n => n.ExpiredInARow + 1 >= ExpiriesUntilWithheld ? null : until)
                        .SetProperty(n => n.ExpiredInARow, n => n.ExpiredInARow + 1),
                ct
            );
        return
        [
            .. await db
                .Numbers.Where(n => numberKeys.Contains(n.Id) && n.Status == NumberStatus.Withheld)
                .Select(n => n.Id)
                .ToListAsync(ct),
        ];
    }

    /// <summary>After the end of orders that brought a code.</summary>
    public static Task RetireAsync(StoreDbContext db, List<long> numberKeys, DateTime now, CancellationToken ct) =>
        db
            .Numbers.Where(n => numberKeys.Contains(n.Id) && n.Status == NumberStatus.Held)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(n => n.Status, NumberStatus.Sold).SetProperty(n => n.LeftAt, now).SetProperty(n => n.ExpiredInARow, 0),
                ct
            );

    private static RowStatement<(ServiceId Service, int Count)> Reserving(string condition) =>
        new(
            $"""
            with picked as materialized (
                select n.id from numbers n
                where n.service_id = (select id from services where public_id = @service and not is_paused)
                    and n.status = {(int)NumberStatus.Free} {condition}
                order by n.free_since, n.id limit @wanted + 0)
            {TakePicked}
            returning service_id, id, phone, free_since
            """,
            $"""
            with picked as materialized (
                select n.id from {"{rows}"} join services s on s.public_id = r.service and not s.is_paused cross join lateral (
                    select n.id from numbers n where n.service_id = s.id and n.status = {(int)NumberStatus.Free} {condition}
                    order by n.free_since, n.id limit r.wanted
                    for update skip locked) n)
            {TakePicked}
            returning service_id, id, phone, free_since
            """,
            [
                RowStatement<(ServiceId Service, int Count)>.Of("service", w => w.Service.Value),
                RowStatement<(ServiceId Service, int Count)>.Of("wanted", w => w.Count),
            ]
        );

    internal sealed record Reserved(long Id, string Phone);

    /// <summary>The reserved numbers, by service.</summary>
    internal sealed class Reservations
    {
        private readonly Dictionary<long, PriorityQueue<Reserved, (DateTime FreeSince, long Id)>> shelves = [];

        /// <summary>The numbers that are left.</summary>
        public IEnumerable<Reserved> Left => shelves.Values.SelectMany(shelf => shelf.UnorderedItems.Select(item => item.Element));

        public void Add(long serviceKey, DateTime freeSince, Reserved number)
        {
            if (!shelves.TryGetValue(serviceKey, out var shelf))
                shelves[serviceKey] = shelf = new();
            shelf.Enqueue(number, (freeSince, number.Id));
        }

        public bool HasOf(long serviceKey) => shelves.TryGetValue(serviceKey, out var shelf) && shelf.Count > 0;

        /// <summary>The number that is free for longest.</summary>
        public Reserved Take(long serviceKey) => shelves[serviceKey].Dequeue();
    }
}
