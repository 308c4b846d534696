using System.Data.Common;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>
/// A statement that does the same for many rows, written once: its text reads them from <c>{rows}</c>. PostgreSQL gets all of them
/// as arrays in one round trip; SQLite, which is in the process and has no trip to save, gets one after the other.
/// </summary>
internal sealed class RowStatement<T>
{
    private readonly Column[] columns;
    private readonly string oneByOne;
    private readonly string atOnce;

    /// <param name="sql">Such as <c>update t set a = r.a from {rows} where t.id = r.id</c>.</param>
    /// <param name="columns">The columns of the rows, which are also the names of the parameters.</param>
    public RowStatement(string sql, params Column[] columns)
        : this(sql, sql, columns) { }

    /// <param name="one">For one row; its text may also name the parameters alone.</param>
    internal RowStatement(string one, string many, Column[] columns)
    {
        this.columns = columns;
        var names = columns.Select(c => c.Name).ToList();
        oneByOne = one.Replace("{rows}", $"(select {string.Join(", ", names.Select(n => $"@{n} as {n}"))}) as r", StringComparison.Ordinal);
        atOnce = many.Replace(
            "{rows}",
            $"unnest({string.Join(", ", names.Select(n => "@" + n))}) as r ({string.Join(", ", names)})",
            StringComparison.Ordinal
        );
    }

    /// <summary>For <see cref="StatementBatch"/>: the text for all rows at once.</summary>
    internal string AtOnce => atOnce;

    /// <param name="insert">For <see cref="RowInsert{T}"/>: what is inserted in place of the value, which stands in it as
    /// <c>{value}</c>.</param>
    public static Column Of<TValue>(string name, Func<T, TValue> value, string insert = "{value}") =>
        new(
            name,
            insert,
            row => value(row),
            rows =>
            {
                var values = new TValue[rows.Count];
                for (var i = 0; i < values.Length; i++)
                    values[i] = value(rows[i]) is var one && one is string text ? (TValue)(object)StorableText.Of(text) : one;
                return values;
            }
        );

    /// <summary>Runs it over all rows and looks at each row that it returns, in no particular order.</summary>
    /// <returns>How many rows it returned, or changed where it returns none.</returns>
    public async Task<int> RunAsync(StoreDbContext db, IReadOnlyList<T> rows, Action<DbDataReader>? returned, CancellationToken ct)
    {
        if (rows.Count == 0)
            return 0;
        if (db.Dialect.HasManyWriters)
        {
            var command = db.Statements.Get(atOnce);
            foreach (var (name, values) in Arrays(rows))
                command.With(name, values);
            return await command.RunAsync(returned, ct);
        }

        var count = 0;
        var single = db.Statements.Get(oneByOne);
        foreach (var row in rows)
        {
            foreach (var column in columns)
                single.With(column.Name, column.One(row));
            count += await single.RunAsync(returned, ct);
        }

        return count;
    }

    /// <summary>For <see cref="StatementBatch"/>: the parameters for all rows at once.</summary>
    internal IEnumerable<(string Name, object? Value)> Arrays(IReadOnlyList<T> rows) =>
        columns.Select(column => (column.Name, (object?)column.All(rows)));

    internal sealed record Column(string Name, string Insert, Func<T, object?> One, Func<IReadOnlyList<T>, Array> All);
}
