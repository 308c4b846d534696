using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>Care for the database as a whole.</summary>
public sealed class DatabaseFile(IDbContextFactory<StoreDbContext> contexts)
{
    /// <summary>Brings the tables up to this version of the store. Processes that do so at once wait for each other.</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (FileOf(db) is { } file && Path.GetDirectoryName(file) is { } folder)
            Directory.CreateDirectory(folder);

        // Asking costs little; the migrator builds both models to compare them, which every start would pay for.
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
            await db.MigrateAloneAsync(ct);
    }

    /// <summary>Takes the file for this process alone, until it lets go or dies; a server is anybody's.</summary>
    /// <returns>Null where there is nothing to take.</returns>
    /// <exception cref="IOException">Another process has it.</exception>
    public IDisposable? Claim()
    {
        using var db = contexts.CreateDbContext();
        if (FileOf(db) is not { } file)
            return null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            // A file of its own beside it: a lock on the database's own would get into the way of SQLite's.
            return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException)
        {
            throw new IOException($"The database {file} (ConnectionStrings:Store) cannot be used: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"Another process runs on the database {file} (ConnectionStrings:Store). A file is for one process; several need Database:Provider=Postgres.",
                e
            );
        }
    }

    /// <summary>Whether there is a store at all; looking must not make one.</summary>
    public async Task<bool> ExistsAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (FileOf(db) is { } file)
            return File.Exists(file);
        try
        {
            return (await db.Database.GetAppliedMigrationsAsync(ct)).Any();
        }
        catch (DbException)
        {
            return false;
        }
    }

    /// <summary>Whether the database answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            await db.ProtectionKeys.AnyAsync(ct);
            return true;
        }
        catch (Exception e) when (e.IsDatabaseAway() || e is DbException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Writes a complete, consistent copy to <paramref name="file"/> while the store goes on.</summary>
    /// <exception cref="IOException">The file exists already.</exception>
    /// <exception cref="NotSupportedException">The database is not a file; it has tools of its own for that.</exception>
    public async Task BackupAsync(string file, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (FileOf(db) is null)
            throw new NotSupportedException(
                "A store on PostgreSQL is copied by PostgreSQL's own tools: pg_dump --format=custom --file=FILE DATABASE."
            );
        if (File.Exists(file))
            throw new IOException($"{file} exists already; a backup overwrites nothing.");
        await db.Database.ExecuteSqlAsync($"vacuum into {file}", ct);
    }

    /// <summary>
    /// Empties the file's log, which still holds what was overwritten. A server keeps its own for as long as it is set to.
    /// </summary>
    public async Task ForgetLogAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (FileOf(db) is not null)
            await db.Database.ExecuteSqlRawAsync("pragma wal_checkpoint(truncate)", ct);
    }

    private static string? FileOf(StoreDbContext db) =>
        db is not SqliteStoreDbContext ? null
        : new SqliteConnectionStringBuilder(db.Database.GetConnectionString()) is { DataSource: { Length: > 0 } path }
            ? Path.GetFullPath(path)
        : null;
}
