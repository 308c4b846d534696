using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>The section <c>Database</c> of the configuration.</summary>
public sealed class DatabaseOptions
{
    public DatabaseProvider Provider { get; set; }

    /// <summary>Which database the store is on, by its section and its connection string; read before there are services.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A key is missing or wrong.</exception>
    public static (DatabaseProvider Provider, string ConnectionString) Read(IConfiguration configuration)
    {
        var provider = configuration.ReadSettings("Database", new DatabaseOptionsCheck()).Provider;
        return (provider, configuration.ReadSettings("ConnectionStrings", new ConnectionOptionsCheck(provider)).Store);
    }
}

/// <summary>The section <c>ConnectionStrings</c> of the configuration.</summary>
internal sealed class ConnectionOptions
{
    public string Store { get; set; } = "";
}

internal sealed class DatabaseOptionsCheck : OptionsCheck<DatabaseOptions>
{
    protected override IEnumerable<string?> Problems(DatabaseOptions options) => [];
}

/// <remarks>A connection string holds a password, and a driver quotes what it cannot read: so neither is shown.</remarks>
internal sealed class ConnectionOptionsCheck(DatabaseProvider provider) : OptionsCheck<ConnectionOptions>
{
    private const string Key = "ConnectionStrings:Store";
    private const string Server = "Host=db;Port=5432;Database=xthonbot;Username=xthonbot;Password=…";
    private static readonly string[] FileWords = ["Data Source", "DataSource", "Filename"];

    protected override IEnumerable<string?> Problems(ConnectionOptions options)
    {
        var text = options.Store;
        var example = provider == DatabaseProvider.Postgres ? Server : "Data Source=data/store.db";
        yield return text.Length == 0 ? $"{Key} is missing, for example: {example}"
        : text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && text.Contains("://", StringComparison.Ordinal)
            ? $"{Key} is an address; it must be written as {Server}, with Database:Provider=Postgres."
        : FileWords.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) != (provider == DatabaseProvider.Sqlite)
            ? $"{Key} does not fit Database:Provider, which is {provider}; for example: {example}"
        : !IsRead(text) ? $"{Key} cannot be read: it must be pairs such as {example}, and a value with ; in it stands in quotes."
        : null;
    }

    private bool IsRead(string text)
    {
        try
        {
            return provider == DatabaseProvider.Postgres
                ? new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 }
                : new SqliteConnectionStringBuilder(text).DataSource is { Length: > 0 } file
                    && file.IndexOfAny(Path.GetInvalidPathChars()) < 0;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return false;
        }
    }
}
