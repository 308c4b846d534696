using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;

namespace XthonBot.Core.Catalog;

/// <summary>A service with what is free of it.</summary>
internal sealed record ShelfView(ServiceId Id, string Code, string Name, Money ListPrice, bool IsPaused, int Stock);

/// <summary>
/// All services with their stock, for lists: looked up when somebody asks, and kept for a second. What an operator changes in this
/// process shows at once. A purchase never relies on it.
/// </summary>
public sealed class Shelves(Store store, TimeProvider time)
{
    /// <summary>How old a list may be.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Task<List<ShelfView>>? list;
    private long since;

    /// <summary>After a commit that changed services or filled a shelf.</summary>
    public void Forget()
    {
        lock (gate)
            list = null;
    }

    internal Task<List<ShelfView>> ListAsync(CancellationToken ct)
    {
        lock (gate)
        {
            // Whoever comes while it is being looked up waits for the same look.
            if (list is null || list.IsFaulted || list.IsCanceled || (list.IsCompleted && time.GetElapsedTime(since) >= Age))
            {
                since = time.GetTimestamp();
                list = Task.Run(LookAsync, CancellationToken.None);
            }

            return list.IsCompleted ? list : list.WaitAsync(ct);
        }
    }

    // One count over the index of free numbers for all services, not one for each.
    private Task<List<ShelfView>> LookAsync() => store.ReadAsync(
        async (db, token) =>
        {
            var services = await db.Services.OrderBy(s => s.Name).ThenBy(s => s.Id).ToListAsync(token);
            var free = await db.Numbers.Where(n => n.Status == NumberStatus.Free).GroupBy(n => n.ServiceId)
                .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, token);
            return services.ConvertAll(s => new ShelfView(
                new ServiceId(s.PublicId), s.Code, s.Name, new Money(s.PriceMinor), s.IsPaused, free.GetValueOrDefault(s.Id)));
        },
        CancellationToken.None);
}
