using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Data;

/// <summary>Writes that wait, and the lanes that work at them.</summary>
internal sealed class WriteLanes
{
    private readonly ConcurrentQueue<Write> waiting = new();
    private readonly WriteLane[] lanes;
    private volatile bool closed;

    public WriteLanes(IDbContextFactory<StoreDbContext> contexts, int count, int maxBatch) =>
        lanes = [.. Enumerable.Range(0, count).Select(_ => new WriteLane(contexts, waiting, maxBatch))];

    /// <summary>Whoever finds a lane idle works there at once, on their own thread: alone, nobody waits for another thread to wake up.</summary>
    public void Accept(Write write)
    {
        if (closed)
            throw new ObjectDisposedException(nameof(WriteQueue), "The store is closing.");
        waiting.Enqueue(write);
        foreach (var lane in lanes)
        {
            if (lane.TryBegin())
                return;
        }
    }

    /// <summary>Takes no more, and finishes what was accepted.</summary>
    public async Task CloseAsync()
    {
        closed = true;
        foreach (var lane in lanes)
            await lane.CloseAsync();
    }
}
