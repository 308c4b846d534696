using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Stock;

/// <summary>Puts numbers whose rest is over back on the shelf, at the end of the line.</summary>
public sealed class FreeCooledNumbersHandler(Store store, TimeProvider time)
{
    public Task<int> HandleAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync(
            (db, token) =>
                db
                    .Numbers.Where(n => n.Status == NumberStatus.CoolingDown && n.AvailableAt <= now)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(n => n.Status, NumberStatus.Free)
                                .SetProperty(n => n.AvailableAt, (DateTime?)null)
                                .SetProperty(n => n.FreeSince, now),
                        token
                    ),
            ct
        );
    }
}
