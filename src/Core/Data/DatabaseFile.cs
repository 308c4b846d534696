using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Data;

/// <summary>Care for the database as a whole.</summary>
public sealed class DatabaseFile(IDbContextFactory<StoreDbContext> contexts)
{
    /// <summary>Brings the tables up to this version of the store.</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (new SqliteConnectionStringBuilder(db.Database.GetConnectionString()) is { DataSource: { Length: > 0 } path }
            && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);

        // Asking costs little; the migrator builds both models to compare them, which every start would pay for.
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
            await db.Database.MigrateAsync(ct);
    }

    /// <summary>Whether there is a database at all; looking must not make one.</summary>
    public bool Exists()
    {
        using var db = contexts.CreateDbContext();
        return new SqliteConnectionStringBuilder(db.Database.GetConnectionString()) is { DataSource: var path } && File.Exists(path);
    }

    /// <summary>Whether the database answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            await db.Services.AnyAsync(ct);
            return true;
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Writes a complete, consistent copy to <paramref name="file"/> while the store goes on.</summary>
    /// <exception cref="IOException">The file exists already.</exception>
    public async Task BackupAsync(string file, CancellationToken ct)
    {
        if (File.Exists(file))
            throw new IOException($"{file} exists already; a backup overwrites nothing.");
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.ExecuteSqlAsync($"vacuum into {file}", ct);
    }
}
