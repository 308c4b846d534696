using System.Data.Common;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>
/// Adds rows to a table, but for those that are there already where <paramref name="unlessKnown"/> says what makes them the same, any
/// unique index where it is empty: see <see cref="RowStatement{T}"/> for how.
/// </summary>
internal sealed class RowInsert<T>(string table, string? unlessKnown, string? returning, params RowStatement<T>.Column[] columns)
{
    private readonly RowStatement<T> statement = new(
        One(table, columns) + End(unlessKnown, returning),
        Many(table, columns) + End(unlessKnown, returning),
        columns
    );

    /// <summary>For <see cref="StatementBatch"/>.</summary>
    public RowStatement<T> Statement => statement;

    /// <returns>How many were added.</returns>
    public Task<int> RunAsync(StoreDbContext db, IReadOnlyList<T> rows, Action<DbDataReader>? returned, CancellationToken ct) =>
        statement.RunAsync(db, rows, returned, ct);

    // By VALUES: for an insert from a select, which may bring many rows, SQLite would journal every page twice.
    private static string One(string table, RowStatement<T>.Column[] columns) =>
        $"insert into {table} ({Names(columns)}) values ({Values(columns, "@")})";

    private static string Many(string table, RowStatement<T>.Column[] columns) =>
        $"insert into {table} ({Names(columns)}) select {Values(columns, "r.")} from {{rows}}";

    private static string Values(RowStatement<T>.Column[] columns, string prefix) =>
        string.Join(", ", columns.Select(c => c.Insert.Replace("{value}", prefix + c.Name, StringComparison.Ordinal)));

    private static string Names(RowStatement<T>.Column[] columns) => string.Join(", ", columns.Select(c => c.Name));

    private static string End(string? unlessKnown, string? returning) =>
        (
            unlessKnown is null ? ""
            : unlessKnown.Length == 0 ? " on conflict do nothing"
            : $" on conflict ({unlessKnown}) do nothing"
        ) + (returning is null ? "" : $" returning {returning}");
}
