using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>An operator decides on work that was given up.</summary>
/// <param name="Retry">Whether it is tried again, or put aside.</param>
public sealed record DecideDeadLetter(DeadLetterId Letter, bool Retry, Actor Operator);

public sealed class DecideDeadLetterHandler(Store store, IEnumerable<IGivenUpWork> works, TimeProvider time)
{
    /// <returns>
    /// <see cref="Error.AlreadyDone"/> where somebody else decided, or it is too old; what <see cref="IGivenUpWork.RetryAsync"/> refuses
    /// stays on the list.
    /// </returns>
    public Task<Result<Done>> HandleAsync(DecideDeadLetter command, CancellationToken ct)
    {
        var (id, now) = (command.Letter.Value, time.UtcNow());
        return store.WriteAsync<Result<Done>>(
            async (db, token) =>
            {
                var letter = await db.DeadLetters.SingleOrDefaultAsync(l => l.Id == id, token);
                // The operator who deletes the row decides: a second one waits for the first and finds nothing.
                if (letter is null || await db.DeadLetters.Where(l => l.Id == id).ExecuteDeleteAsync(token) == 0)
                    return new Error.AlreadyDone("work");

                var work = works.Single(w => w.Kind == letter.Kind);
                if (!command.Retry)
                    await work.PutAsideAsync(db, letter.SubjectId, token);
                else if (!(await work.RetryAsync(db, letter.SubjectId, token)).TryGet(out _, out var error))
                    return error;

                if (command.Retry)
                    db.Publish(new WorkRetried(letter.Kind));
                var subject = $"{letter.Kind.ToString().ToLowerInvariant()}:{letter.SubjectId}";
                var action = command.Retry ? "failed.retry" : "failed.aside";
                db.Publish(new Audited(command.Operator, action, subject, $"{letter.What} {letter.Reason}", null, null, now));
                return default(Done);
            },
            ct
        );
    }
}
