using System.Data;
using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace XthonBot.Core.Data;

public sealed class PostgresStoreDbContext(DbContextOptions<PostgresStoreDbContext> options) : StoreDbContext(options)
{
    internal override Dialect Dialect => Dialect.Postgres;

    internal override ValueTask<DbTransaction> BeginSnapshotAsync(CancellationToken ct) =>
        Database.GetDbConnection().BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    internal static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, string connectionString) =>
        Quiet(options.UseNpgsql(Complete(connectionString)));

    /// <summary>What the operator did not say: statements are prepared once a connection, and a dead server is noticed.</summary>
    internal static string Complete(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Default("Application Name", "XthonBot");
        Default("Timeout", 5);
        Default("Command Timeout", 30);
        Default("Keepalive", 10);
        Default("Max Auto Prepare", 200);
        Default("Auto Prepare Min Usages", 2);
        // Nothing is ever set on a connection, so there is nothing to take back.
        Default("No Reset On Close", true);
        return settings.ConnectionString;

        void Default(string key, object value)
        {
            if (!settings.ShouldSerialize(key))
                settings[key] = value;
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().HaveConversion<TextConverter>();
    }

    /// <summary>PostgreSQL keeps neither a zero character nor half an emoji; a message is not lost for one of them.</summary>
    private sealed class TextConverter() : ValueConverter<string, string>(written => Storable(written), read => read);

    private static string Storable(string text)
    {
        var zero = text.Contains('\0', StringComparison.Ordinal);
        if (!zero && !HasLoneSurrogate(text))
            return text;
        // By way of UTF-8 and back, where what is no character becomes the sign for that.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}

/// <summary>For <c>dotnet ef</c> alone.</summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresStoreDbContext>
{
    public PostgresStoreDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresStoreDbContext>();
        PostgresStoreDbContext.Configure(options, "Host=design");
        return new PostgresStoreDbContext(options.Options);
    }
}
