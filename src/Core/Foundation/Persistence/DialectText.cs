namespace XthonBot.Core.Foundation.Persistence;

/// <summary>A statement of which the dialect decides some words; each database's text is made once.</summary>
internal sealed class DialectText(Func<Dialect, string> write)
{
    private readonly string sqlite = write(Dialect.Sqlite);
    private readonly string postgres = write(Dialect.Postgres);

    public string For(Dialect dialect) => dialect.HasManyWriters ? postgres : sqlite;
}
