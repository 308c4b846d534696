using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Customers;

/// <summary>Records that a customer blocked the bot: nothing is sent to them until they come back.</summary>
public sealed class MarkBlockedHandler(Store store, TimeProvider time)
{
    public Task<int> HandleAsync(long telegramId, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync(
            (db, token) =>
                db
                    .Customers.Where(c => c.TelegramId == telegramId && c.BlockedBotAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.BlockedBotAt, now), token),
            ct
        );
    }
}
