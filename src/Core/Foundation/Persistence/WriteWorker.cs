using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>One connection that writes: takes what waits, up to a batch, and commits it in one transaction.</summary>
internal sealed class WriteWorker(
    IDbContextFactory<StoreDbContext> contexts,
    DomainEventDispatcher dispatcher,
    ChannelReader<Write> waiting,
    int maxBatch
)
{
    private const int MostTries = 5;
    private const string Savepoint = "write";
    private StoreDbContext? db;

    /// <summary>Works until the channel is complete and empty.</summary>
    public async Task RunAsync()
    {
        var batch = new List<Write>(maxBatch);
        while (await waiting.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < maxBatch && waiting.TryRead(out var write))
                batch.Add(write);
            if (batch.Count > 0)
                await CommitAsync(batch);
        }

        if (db is not null)
            await db.DisposeAsync();
    }

    private async Task CommitAsync(List<Write> batch)
    {
        try
        {
            await UntilNotUndoneAsync(batch);
            foreach (var write in batch)
                write.Complete();
            if (batch.Exists(write => write.Fault?.IsDatabaseAway() == true))
                await ForgetAsync();
        }
#pragma warning disable CA1031 // Every caller gets the reason; the worker itself must go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // Only one write carries the root cause; report it to all.
            var reason = batch.Select(write => write.Fault).FirstOrDefault(fault => fault?.IsDatabaseAway() == true) ?? e;
            foreach (var write in batch)
                write.Fail(reason);
            await ForgetAsync();
        }
    }

    // Two transactions stood in each other's way, and the database undid this one, all of it: it simply goes again.
    private async Task UntilNotUndoneAsync(List<Write> batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryCommitAsync(batch);
                return;
            }
            catch (Exception e) when (e.IsDeadlock() && attempt < MostTries) { }
            catch (Exception e) when (e.IsDeadlock() && batch.Count > 1)
            {
                await CommitEachAsync(batch);
                return;
            }
        }
    }

    private async Task TryCommitAsync(List<Write> batch)
    {
        db ??= await OpenAsync();
        var groups = Groups(batch, db.Dialect);
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            // Alone in its transaction it needs no savepoint: for that, SQLite would copy every page it touches.
            var kept = groups is [var only] ? await TryRunAsync(db, only) : await RunAllAsync(db, transaction, groups);
            if (kept)
            {
                if (batch.Exists(write => write.IsKept))
                    await transaction.CommitAsync();
                foreach (var write in batch)
                    write.Events?.Committed(dispatcher);
                return;
            }
        }

        await CommitEachAsync(batch);
    }

    // Each with a commit and an answer of its own.
    private async Task CommitEachAsync(List<Write> batch)
    {
        foreach (var write in batch)
            await CommitAsync([write]);
    }

    private async Task<bool> RunAllAsync(StoreDbContext db, IDbContextTransaction transaction, List<List<Write>> groups)
    {
        foreach (var group in groups)
            await RunAsync(db, transaction, group);
        return true;
    }

    // Commands of one batch write go together, at the place of the first; the rest in its order, one by one. Where others write as
    // well, the batch writes go in the order of their locks.
    private static List<List<Write>> Groups(List<Write> batch, Dialect dialect)
    {
        var alike = new Dictionary<object, List<Write>>();
        var groups = new List<List<Write>>(batch.Count);
        foreach (var write in batch)
        {
            if (write.Kind is { } kind && alike.TryGetValue(kind, out var others))
            {
                others.Add(write);
                continue;
            }

            List<Write> group = [write];
            groups.Add(group);
            if (write.Kind is not null)
                alike[write.Kind] = group;
        }

        return dialect.HasManyWriters && groups.Count > 1 ? [.. groups.OrderBy(group => group[0].Locks)] : groups;
    }

    private async Task RunAsync(StoreDbContext db, IDbContextTransaction transaction, List<Write> group)
    {
        await transaction.CreateSavepointAsync(Savepoint);
        var done = await TryRunAsync(db, group);
        if (!done || !group.Exists(write => write.IsKept))
            await transaction.RollbackToSavepointAsync(Savepoint);
        await transaction.ReleaseSavepointAsync(Savepoint);
        if (done)
            return;
        foreach (var write in group)
            await RunAsync(db, transaction, [write]);
    }

    /// <returns>False where a group cannot be carried out together: whose fault that is shows when each goes alone.</returns>
    /// <exception cref="Exception">The database undid the whole transaction, or is away: nothing in it can go on.</exception>
    private async Task<bool> TryRunAsync(StoreDbContext db, List<Write> group)
    {
        try
        {
            if (group is [var single])
            {
                await single.RunAsync(db, dispatcher);
                if (single.Fault is { } fault && fault.IsDeadlock())
                    ExceptionDispatchInfo.Throw(fault);
            }
            else
                await group[0].RunTogetherAsync(db, dispatcher, group);
            return true;
        }
        // Told by each of them, alone. A database that is away is nobody's fault, and no savepoint is left to go back to.
#pragma warning disable CA1031
        catch (Exception e) when (group.Count > 1 && !e.IsDatabaseAway() && !e.IsDeadlock())
#pragma warning restore CA1031
        {
            return false;
        }
        finally
        {
            db.ChangeTracker.Clear();
            // Published by what failed.
            db.TakeEvents();
        }
    }

    private async Task<StoreDbContext> OpenAsync()
    {
        var context = await contexts.CreateDbContextAsync();
        context.Database.AutoSavepointsEnabled = false;
        try
        {
            // Kept open: its settings and its prepared statements serve every batch.
            await context.Database.OpenConnectionAsync();
            await context.PrepareToWriteAsync(CancellationToken.None);
            return context;
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    // After a broken commit the connection may be in any state.
    private async Task ForgetAsync()
    {
        var broken = db;
        db = null;
        try
        {
            if (broken is null)
                return;
            broken.Distrust();
            await broken.DisposeAsync();
        }
#pragma warning disable CA1031 // It is thrown away.
        catch (Exception)
#pragma warning restore CA1031
        { }
    }
}
