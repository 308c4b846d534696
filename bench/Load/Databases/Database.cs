using System.Data.Common;
using System.Globalization;

namespace XthonBot.Load.Databases;

/// <summary>A store's database as its operator made it, and the words in which seeding speaks to it.</summary>
internal abstract class Database : IAsyncDisposable
{
    public abstract string Name { get; }

    /// <summary>The arguments with which the store uses it.</summary>
    public abstract IReadOnlyList<string> Arguments { get; }

    /// <summary>A table of the numbers 1 to <paramref name="count"/> in a column named <c>i</c>.</summary>
    public abstract string Series(int count);

    /// <summary>A public id that <see cref="PublicIds"/> writes the same way.</summary>
    public abstract string PublicId(int kind, string number);

    public abstract string Padded(string number, int digits);

    public abstract string Sha256(string text);

    /// <summary>A time as many seconds before the parameter <c>@now</c>.</summary>
    public abstract string BeforeNow(string seconds);

    /// <summary>Fills an empty database with everything that the statements insert; nothing else is at it.</summary>
    public abstract Task FillAsync(IReadOnlyList<string> statements, IReadOnlyDictionary<string, object> parameters);

    /// <summary>Runs a statement beside the store.</summary>
    public async Task<int> ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<long> CountAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, sql, parameters);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public abstract ValueTask DisposeAsync();

    protected abstract Task<DbConnection> OpenAsync();

    protected static DbCommand Command(DbConnection connection, string sql, IEnumerable<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The program's own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 300;
        foreach (var (name, value) in parameters)
        {
            if (!sql.Contains("@" + name, StringComparison.Ordinal))
                continue;
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

/// <summary>Public ids that both sides can reckon: in the order of their numbers, as those of the store are in the order of time.</summary>
internal static class PublicIds
{
    public const int Service = 1;
    public const int Order = 2;
    public const int Payment = 3;

    public static Guid Of(int kind, long number) => new($"{kind:x8}-0000-7000-8000-{number:x12}");
}
