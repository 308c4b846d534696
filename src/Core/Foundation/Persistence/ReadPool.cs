using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>
/// Contexts for reading whose connections stay open, with their settings made and their statements prepared:
/// to open one for each query would cost more than most queries.
/// </summary>
public sealed class ReadPool(IDbContextFactory<StoreDbContext> contexts) : IAsyncDisposable
{
    private const int Places = 16;
    private readonly SemaphoreSlim places = new(Places);
    private readonly ConcurrentStack<StoreDbContext> idle = new();

    internal async Task<T> RunAsync<T>(Func<StoreDbContext, CancellationToken, Task<T>> query, CancellationToken ct)
    {
        await places.WaitAsync(ct);
        try
        {
            if (idle.TryPop(out var kept))
            {
                try
                {
                    return await UseAsync(kept, query, ct);
                }
                catch (Exception e) when (e.IsDatabaseAway())
                {
                    // The server may have been started anew since: what it gave before is dead, and a fresh connection tells.
                    await ClearAsync();
                }
            }

            return await UseAsync(await OpenAsync(ct), query, ct);
        }
        finally
        {
            places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ClearAsync();
        places.Dispose();
    }

    private async Task<T> UseAsync<T>(StoreDbContext db, Func<StoreDbContext, CancellationToken, Task<T>> query, CancellationToken ct)
    {
        try
        {
            var result = await query(db, ct);
            idle.Push(db);
            return result;
        }
        catch (Exception e)
        {
            if (e.IsDatabaseAway())
                db.Distrust();
            await db.DisposeAsync();
            throw;
        }
    }

    private async Task<StoreDbContext> OpenAsync(CancellationToken ct)
    {
        var db = await contexts.CreateDbContextAsync(ct);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        try
        {
            await db.Database.OpenConnectionAsync(ct);
            return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    private async Task ClearAsync()
    {
        while (idle.TryPop(out var db))
            await db.DisposeAsync();
    }
}
