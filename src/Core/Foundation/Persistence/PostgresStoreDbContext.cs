using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Foundation.Persistence;

public sealed class PostgresStoreDbContext(DbContextOptions<PostgresStoreDbContext> options) : StoreDbContext(options)
{
    // Any number that no one else uses in this database.
    private const long MigrationLock = 7_846_010_001;

    internal override Dialect Dialect => Dialect.Postgres;

    internal override ValueTask<DbTransaction> BeginSnapshotAsync(CancellationToken ct) =>
        Database.GetDbConnection().BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

#pragma warning disable EF1002 // Names of tables, from the code alone.
    internal override Task<int> AnalyzeAsync(string tables, CancellationToken ct) => Database.ExecuteSqlRawAsync($"analyze {tables}", ct);
#pragma warning restore EF1002

    // The migrator's own lock ends with each migration: of several that are due, two processes would each make one, and fail at the next.
    internal override async Task MigrateAloneAsync(CancellationToken ct)
    {
        // The lock goes with the connection, also where the process dies.
        await using var lockHolder = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Database.GetConnectionString()) { Pooling = false }.ConnectionString
        );
        try
        {
            await lockHolder.OpenAsync(ct);
            await using var take = lockHolder.CreateCommand();
            take.CommandText = $"select pg_advisory_lock({MigrationLock})";
            // Waits for as long as the other one migrates.
            take.CommandTimeout = 0;
            await take.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // There is no database yet: the migrator makes it.
        }

        await Database.MigrateAsync(ct);
    }

    // A plan is kept for as long as the connection, also those of the server's own checks of foreign keys. Made while a table is nearly
    // empty it would read all of it, and go on to do so when it has grown. A table without a fitting index is read whole all the same,
    // uncompiled.
    internal override Task PrepareToWriteAsync(CancellationToken ct) =>
        Database.ExecuteSqlRawAsync("set enable_seqscan = off; set jit = off", ct);

    // Npgsql itself keeps none that broke.
    internal override void Distrust() { }

    internal static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, string connectionString) =>
        Quiet(options.UseNpgsql(Complete(connectionString)));

    /// <summary>
    /// Defaults where the operator sets nothing: statements are prepared once a connection, and a dead server is noticed.
    /// </summary>
    public static string Complete(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Default("Application Name", "XthonBot");
        Default("Timeout", 5);
        Default("Command Timeout", 30);
        Default("Keepalive", 10);
        Default("Max Auto Prepare", 200);
        Default("Auto Prepare Min Usages", 2);
        // Nothing is set on a connection that its next user would mind.
        Default("No Reset On Close", true);
        // The connections of the writers and readers, and some for the rest: with fewer they would wait for each other.
        settings.MaxPoolSize = Math.Max(settings.MaxPoolSize, 40);
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

    private sealed class TextConverter() : ValueConverter<string, string>(written => StorableText.Of(written), read => read);
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
