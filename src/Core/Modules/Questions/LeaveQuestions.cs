using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Questions;

/// <summary>A person turns to something else: what was asked of them needs no answer any more.</summary>
public sealed class LeaveQuestionsHandler(Store store, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <returns>How many were open.</returns>
    public async Task<int> HandleAsync(long botId, long chat, long update, CancellationToken ct)
    {
        var now = time.UtcNow();
        // A read first: it costs no write, and nearly always there is no open question.
        if (!await store.ReadAsync((db, token) => Open(db).AnyAsync(token), ct))
            return 0;
        return await store.WriteAsync(
            (db, token) => Open(db).ExecuteUpdateAsync(set => set.SetProperty(q => q.ClosedIn, -update), token),
            ct
        );

        IQueryable<Question> Open(StoreDbContext db) =>
            db.Questions.Where(q => q.BotId == botId && q.Chat == chat && q.ClosedIn == null && q.Until > now);
    }

    /// <summary>Forgets questions that nobody answers any more.</summary>
    public Task<int> PurgeAsync(CancellationToken ct)
    {
        var before = time.UtcNow() - Remembered;
        return store.WriteAsync((db, token) => db.Questions.Where(q => q.Until < before).ExecuteDeleteAsync(token), ct);
    }
}
