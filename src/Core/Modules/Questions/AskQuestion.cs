using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Questions;

/// <param name="Update">The update that leads to it: handled again, it asks the same question.</param>
public sealed record AskQuestion(long BotId, long Chat, long Update, QuestionKind Kind, Subject About);

public sealed class AskQuestionHandler(Store store, TimeProvider time)
{
    /// <summary>Asks a question, and ends the same question where it was still open.</summary>
    public async Task<QuestionId> HandleAsync(AskQuestion command, CancellationToken ct)
    {
        try
        {
            return new QuestionId(await store.WriteAsync((db, token) => WriteAsync(db, command, token), ct));
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            return new QuestionId(
                await store.ReadAsync(
                    (db, token) =>
                        db
                            .Questions.Where(q => q.BotId == command.BotId && q.AskedIn == command.Update)
                            .Select(q => q.Id)
                            .SingleAsync(token),
                    ct
                )
            );
        }
    }

    /// <summary>Records the message that asks the question: a reply to it is an answer.</summary>
    public Task<int> ShownAsync(QuestionId id, int message, CancellationToken ct) =>
        store.WriteAsync(
            (db, token) =>
                db
                    .Questions.Where(q => q.Id == id.Value)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(q => q.MessageId, q => q.MessageId ?? message)
                                .SetProperty(q => q.AgainMessageId, q => q.MessageId == null ? null : message),
                        token
                    ),
            ct
        );

    private async Task<long> WriteAsync(StoreDbContext db, AskQuestion command, CancellationToken ct)
    {
        var question = new Question(command, await db.NextTurnAsync(command.Chat, ct), time.UtcNow() + Question.Patience);
        await db
            .Questions.Where(q =>
                q.BotId == command.BotId
                && q.Chat == command.Chat
                && q.ClosedIn == null
                && q.Kind == command.Kind
                && q.AskedIn != command.Update
                && q.CustomerId == question.CustomerId
                && q.ServiceId == question.ServiceId
                && q.ApiKeyId == question.ApiKeyId
                && q.PaymentId == question.PaymentId
            )
            .ExecuteUpdateAsync(set => set.SetProperty(q => q.ClosedIn, command.Update), ct);
        db.Add(question);
        await db.SaveChangesAsync(ct);
        return question.Id;
    }
}
