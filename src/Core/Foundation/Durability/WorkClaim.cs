using System.Data.Common;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>
/// Takes rows to work at, for a time or for as long as their node lives: one statement, so that of many processes each row goes to one.
/// Rows that another transaction is just taking are passed over, not waited for.
/// </summary>
/// <param name="table">Its rows are named <c>work</c> in the condition and the order.</param>
/// <param name="key">The column that names a row.</param>
/// <param name="due">Which rows can be taken.</param>
/// <param name="order">Which of them come first.</param>
/// <param name="set">The assignments that mark them as claimed.</param>
/// <param name="returning">The columns that the claimer gets.</param>
internal sealed class WorkClaim(string table, string key, string due, string order, string set, string returning)
{
    // Materialized: a server may run a subquery again for each row, and what it skips as locked would then count for no limit. Its lock
    // keeps the row as it was found, so nothing is asked of it twice. SQLite has one writer and needs no lock.
    private readonly DialectText takeSql = new(dialect =>
        $"""
            with due as materialized (
                select work.{key} as claimed from {table} work where {due} order by {order} limit @most + 0 {dialect.SkipLocked})
            update {table} set {set} where {key} in (select claimed from due)
            returning {returning}
            """
    );

    private readonly string lookSql = $"select count(*) from (select 1 from {table} work where {due} limit 1) one";

    /// <summary>Takes what is due, inside a transaction.</summary>
    /// <param name="values">Of the parameters in the condition and in what marks them.</param>
    public async Task<List<T>> TakeAsync<T>(
        StoreDbContext db,
        int most,
        IEnumerable<(string Name, object Value)> values,
        Func<DbDataReader, T> read,
        CancellationToken ct
    )
    {
        var taken = new List<T>();
        await With(db.Statements.Get(takeSql.For(db.Dialect)), values).With("most", most).RunAsync(row => taken.Add(read(row)), ct);
        return taken;
    }

    /// <summary>Looks first, since a look costs no write and nearly always nothing is due, and takes what is.</summary>
    /// <param name="due">The values of the parameters in the condition.</param>
    /// <param name="set">The values of the others, in what marks them.</param>
    public async Task<List<T>> TakeDueAsync<T>(
        Store store,
        int most,
        (string Name, object Value)[] due,
        (string Name, object Value)[] set,
        Func<DbDataReader, T> read,
        CancellationToken ct
    )
    {
        var isAnyDue = await store.ReadAsync(
            async (db, token) => Convert.ToInt32(await With(db.Statements.Get(lookSql), due).ExecuteScalarAsync(token), null) > 0,
            ct
        );
        return isAnyDue ? await store.WriteAsync((db, token) => TakeAsync(db, most, due.Concat(set), read, token), ct) : [];
    }

    private static DbCommand With(DbCommand command, IEnumerable<(string Name, object Value)> values)
    {
        foreach (var (name, value) in values)
            command.With(name, value);
        return command;
    }
}
