using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Messages;

/// <summary>An operator takes a message that belongs to nobody off the list. It is kept like any other until its text is purged.</summary>
public sealed record DismissMessage(MessageId Message, Actor Operator);

public sealed class DismissMessageHandler(Store store, TimeProvider time)
{
    /// <returns><see cref="Error.AlreadyDone"/> for one that was dismissed or has an owner.</returns>
    public Task<Result<Done>> HandleAsync(DismissMessage command, CancellationToken ct)
    {
        var (key, now) = (command.Message.Value, time.UtcNow());
        return store.WriteAsync<Result<Done>>(
            async (db, token) =>
            {
                if (
                    await db
                        .Messages.Where(m => m.Id == key && m.OrderId == null && m.DismissedAt == null)
                        .ExecuteUpdateAsync(set => set.SetProperty(m => m.DismissedAt, now), token) == 0
                )
                    return await db.Messages.AnyAsync(m => m.Id == key, token)
                        ? new Error.AlreadyDone("message")
                        : new Error.NotFound("message");

                db.Publish(new Audited(command.Operator, "message.dismiss", $"message:{key}", null, null, null, now));
                return default(Done);
            },
            ct
        );
    }
}
