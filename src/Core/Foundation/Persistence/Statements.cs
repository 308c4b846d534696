using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>
/// Hand-written statements, for where speed counts. SQLite prepares a statement once a context and keeps it;
/// Npgsql does the same by its text. The text is the same for both databases, but for the words in <see cref="Dialect"/>.
/// </summary>
internal sealed class Statements(StoreDbContext db)
{
    private readonly Dictionary<string, DbCommand> prepared = [];
    private DbConnection? connection;

    /// <summary>A statement on the context's open connection and in its transaction, with no parameters yet.</summary>
    public DbCommand Get(string sql)
    {
        var current = db.Database.GetDbConnection();
        if (!ReferenceEquals(current, connection))
        {
            prepared.Clear();
            connection = current;
        }

        // Npgsql prepares by the text; a command that is used again would keep the types of its first values, also those of nulls.
        if (db.Dialect.HasManyWriters || !prepared.TryGetValue(sql, out var command))
        {
            command = current.CreateCommand();
#pragma warning disable CA2100 // Constants, and the words of the dialect.
            command.CommandText = sql;
#pragma warning restore CA2100
            prepared[sql] = command;
        }

        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }
}

internal static class StatementParameters
{
    /// <summary>Gives a parameter its value; without the <c>@</c>, which stands in the text.</summary>
    /// <remarks>A null needs a type where the statement does not give it one: see <see cref="WithText"/>.</remarks>
    public static DbCommand With(this DbCommand command, string name, object? value)
    {
        if (command.Parameters.Contains(name))
            command.Parameters[name].Value = value ?? DBNull.Value;
        else
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static DbCommand WithText(this DbCommand command, string name, string? value)
    {
        command.With(name, value).Parameters[name].DbType = DbType.String;
        return command;
    }
}

internal static class StatementRows
{
    /// <param name="row">Looks at each row that it returns; null where it returns none.</param>
    /// <returns>How many rows it returned, or changed where it returns none.</returns>
    public static async Task<int> RunAsync(this DbCommand command, Action<DbDataReader>? row, CancellationToken ct)
    {
        if (row is null)
            return await command.ExecuteNonQueryAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var count = 0;
        for (; await reader.ReadAsync(ct); count++)
            row(reader);
        return count;
    }

    public static string? GetTextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A time; all that are kept are UTC, which SQLite does not say.</summary>
    public static DateTime GetUtc(this DbDataReader row, int column) => DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc);
}
