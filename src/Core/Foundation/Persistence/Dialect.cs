using System.Globalization;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>Where the store keeps what it knows.</summary>
public enum DatabaseProvider
{
    /// <summary>A file: one machine, one process.</summary>
    Sqlite,

    /// <summary>A server, version 15 or newer, for any number of processes.</summary>
    Postgres,
}

/// <summary>The few words in which the hand-written statements differ between the databases.</summary>
internal abstract class Dialect
{
    public static readonly Dialect Sqlite = new OfSqlite();
    public static readonly Dialect Postgres = new OfPostgres();

    /// <summary>Whether transactions run side by side, also from other processes.</summary>
    public abstract bool HasManyWriters { get; }

    /// <summary>Ends a select that takes rows: those that another transaction is taking are passed over.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>Ends a select that takes the rows of one table: waits for those that another transaction holds.</summary>
    public abstract string ForUpdateOf(string table);

    /// <summary>As <see cref="ForUpdateOf"/>, but rows that name the locked ones by a foreign key can be added meanwhile.</summary>
    public abstract string ForNoKeyUpdateOf(string table);

    /// <summary>A table of the values of a parameter that <see cref="List"/> made, in a column named <paramref name="column"/>.</summary>
    public abstract string Each(string parameter, string column);

    /// <summary>Many values as one parameter.</summary>
    public abstract object List<T>(IReadOnlyCollection<T> values)
        where T : notnull;

    private sealed class OfSqlite : Dialect
    {
        // One writer at a time holds the whole file.
        public override bool HasManyWriters => false;

        public override string SkipLocked => "";

        public override string ForUpdateOf(string table) => "";

        public override string ForNoKeyUpdateOf(string table) => "";

        public override string Each(string parameter, string column) => $"(select value as {column} from json_each({parameter}))";

        // Guids are kept in capitals, as the provider writes them.
        public override object List<T>(IReadOnlyCollection<T> values) =>
            values is IReadOnlyCollection<long> numbers
                ? $"[{string.Join(',', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]"
                : System.Text.Json.JsonSerializer.Serialize(
                    values.Select(v => v is Guid id ? id.ToString().ToUpperInvariant() : v.ToString())
                );
    }

    private sealed class OfPostgres : Dialect
    {
        public override bool HasManyWriters => true;

        public override string SkipLocked => "for update skip locked";

        public override string ForUpdateOf(string table) => $"for update of {table}";

        public override string ForNoKeyUpdateOf(string table) => $"for no key update of {table}";

        public override string Each(string parameter, string column) => $"unnest({parameter}) as {column}s ({column})";

        public override object List<T>(IReadOnlyCollection<T> values) => values.ToArray();
    }
}
