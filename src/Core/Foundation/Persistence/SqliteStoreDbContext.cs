using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace XthonBot.Core.Foundation.Persistence;

public sealed class SqliteStoreDbContext(DbContextOptions<SqliteStoreDbContext> options) : StoreDbContext(options)
{
    internal override Dialect Dialect => Dialect.Sqlite;

    // Deferred: it never takes the write lock.
    internal override ValueTask<DbTransaction> BeginSnapshotAsync(CancellationToken ct) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)Database.GetDbConnection()).BeginTransaction(deferred: true));

    // The one connection that writes touches every index; what it does not find in its cache, it reads again.
    // Pages that many purchases write again and again, and those that only one does, go from the log into a large file together: up to 32
    // MB of it. Deleted rows are overwritten: a purged text is in no page of the file any more.
    internal override Task PrepareToWriteAsync(CancellationToken ct) =>
        Database.ExecuteSqlRawAsync("pragma cache_size=-32000; pragma secure_delete=on; pragma wal_autocheckpoint=8000", ct);

    // A table that is made anew is dropped for a moment, while others name it: foreign keys rest, and are compared after.
    internal override async Task MigrateAloneAsync(CancellationToken ct)
    {
        await Database.OpenConnectionAsync(ct);
        try
        {
            await Database.ExecuteSqlRawAsync("pragma foreign_keys=off", ct);
            await Database.MigrateAsync(ct);
            if (
                await Database.SqlQueryRaw<string>("select \"table\" as value from pragma_foreign_key_check limit 1").ToListAsync(ct)
                is [var broken]
            )
                throw new InvalidOperationException($"After the migration rows of {broken} name rows that are not there.");
        }
        finally
        {
            await Database.ExecuteSqlRawAsync("pragma foreign_keys=on", CancellationToken.None);
            await Database.CloseConnectionAsync();
        }
    }

    // Closed ones are kept by the provider for whoever opens next.
    internal override void Distrust() => SqliteConnection.ClearPool((SqliteConnection)Database.GetDbConnection());

    internal static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, string connectionString) =>
        Quiet(options.UseSqlite(connectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)))
            .AddInterceptors(new Pragmas());

    /// <summary>Makes commits durable, and keeps readers and the writer out of each other's way.</summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        private const string Sql =
            "pragma journal_mode=wal; pragma synchronous=full; pragma busy_timeout=10000; pragma foreign_keys=on; pragma temp_store=memory; pragma cache_size=-4000;";
        private const string ReadOnlySql = "pragma busy_timeout=10000;";

        // EF looks read-only whether a file is a database; while another process makes it, such a look must change nothing.
        private static string SqlFor(DbConnection connection) =>
            connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase) ? ReadOnlySql : Sql;

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = SqlFor(connection);
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            await using var command = connection.CreateCommand();
            command.CommandText = SqlFor(connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}

/// <summary>For <c>dotnet ef</c> alone.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteStoreDbContext>
{
    public SqliteStoreDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteStoreDbContext>();
        SqliteStoreDbContext.Configure(options, "Data Source=design.db");
        return new SqliteStoreDbContext(options.Options);
    }
}
