using System.Data.Common;

namespace XthonBot.Core.Data;

/// <summary>Adds rows to a table: see <see cref="RowStatement{T}"/> for how.</summary>
internal sealed class RowInsert<T>(string table, string? returning, params RowStatement<T>.Column[] columns)
{
    private readonly RowStatement<T> statement = new(One(table, returning, columns), Many(table, returning, columns), columns);

    /// <returns>How many were added.</returns>
    public Task<int> RunAsync(StoreDbContext db, IReadOnlyList<T> rows, Action<DbDataReader>? returned, CancellationToken ct) =>
        statement.RunAsync(db, rows, returned, ct);

    // By VALUES: for an insert from a select, which may bring many rows, SQLite would journal every page twice.
    private static string One(string table, string? returning, RowStatement<T>.Column[] columns) =>
        $"insert into {table} ({Names(columns)}) values ({string.Join(", ", columns.Select(c => "@" + c.Name))}){Returning(returning)}";

    private static string Many(string table, string? returning, RowStatement<T>.Column[] columns) =>
        $"insert into {table} ({Names(columns)}) select {Names(columns)} from {{rows}}{Returning(returning)}";

    private static string Names(RowStatement<T>.Column[] columns) => string.Join(", ", columns.Select(c => c.Name));

    private static string Returning(string? columns) => columns is null ? "" : $" returning {columns}";
}
