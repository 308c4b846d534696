using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Questions;

/// <summary>A message of a person, which may be an answer.</summary>
/// <param name="ReplyTo">The message that it answers, if it answers one.</param>
public sealed record Reply(long BotId, long Chat, long Update, int? ReplyTo)
{
    /// <summary>Whether others of its chat may have been handled since it came: what was asked since is not what it answers.</summary>
    public bool HasWaited { get; init; }
}

/// <summary>Finds the question that an update answers, and lets one update alone answer it.</summary>
public sealed class AnswerQuestionHandler(Store store, TimeProvider time)
{
    /// <returns>
    /// The question whose message is replied to; without a reply the latest one. Null where there is none.
    /// An update that has answered one before, and is handled again, finds that one, and open.
    /// </returns>
    public async Task<QuestionView?> FindAsync(Reply reply, CancellationToken ct)
    {
        var now = time.UtcNow();
        var found = await store.ReadAsync(
            (db, token) =>
            {
                var asked = db.Questions.Where(q => q.BotId == reply.BotId && q.Chat == reply.Chat);
                if (reply.HasWaited)
                    asked = asked.Where(q => q.AskedIn < reply.Update);
                if (reply.ReplyTo is { } message)
                    asked = asked.Where(q => q.MessageId == message || q.AgainMessageId == message || q.ClosedIn == reply.Update);
                return asked.OrderByDescending(q => q.ClosedIn == reply.Update).ThenByDescending(q => q.Turn).FirstOrDefaultAsync(token);
            },
            ct
        );
        return found is null ? null : View(found, reply.Update, now);
    }

    /// <summary>The question of a button under it, or null where it is none of this chat's.</summary>
    public async Task<QuestionView?> FindAsync(QuestionId id, long chat, long update, CancellationToken ct)
    {
        var now = time.UtcNow();
        var found = await store.ReadAsync(
            (db, token) => db.Questions.FirstOrDefaultAsync(q => q.Id == id.Value && q.Chat == chat, token),
            ct
        );
        return found is null ? null : View(found, update, now);
    }

    /// <summary>Whether this update has answered one before, and is handled again.</summary>
    public Task<bool> HasAnsweredAsync(long botId, long chat, long update, CancellationToken ct) =>
        store.ReadAsync((db, token) => db.Questions.AnyAsync(q => q.BotId == botId && q.Chat == chat && q.ClosedIn == update, token), ct);

    /// <summary>Ends the question by this update, as answered or as left.</summary>
    /// <returns>False where another update ended it before.</returns>
    public Task<bool> CloseAsync(QuestionId id, long update, CancellationToken ct) =>
        store.WriteAsync(
            async (db, token) =>
                await db
                    .Questions.Where(q => q.Id == id.Value && (q.ClosedIn == null || q.ClosedIn == update))
                    .ExecuteUpdateAsync(set => set.SetProperty(q => q.ClosedIn, update), token) == 1,
            ct
        );

    /// <summary>Ends an expired question for good: no update that is handled again finds it open.</summary>
    public Task<bool> ForgetAsync(QuestionId id, CancellationToken ct) => CloseAsync(id, Question.Forgotten, ct);

    /// <summary>After a wrong answer: it is asked once more, and is the latest again.</summary>
    public Task<int> ReopenAsync(QuestionId id, long chat, long update, CancellationToken ct)
    {
        var until = time.UtcNow() + Question.Patience;
        return store.WriteAsync(
            async (db, token) =>
            {
                var turn = await db.NextTurnAsync(chat, token);
                return await db
                    .Questions.Where(q => q.Id == id.Value && q.ClosedIn == update)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(q => q.ClosedIn, (long?)null).SetProperty(q => q.Until, until).SetProperty(q => q.Turn, turn),
                        token
                    );
            },
            ct
        );
    }

    private static QuestionView View(Question question, long update, DateTime now) =>
        new(
            new QuestionId(question.Id),
            question.Kind,
            new Subject(
                question.CustomerId is { } customer ? new CustomerId(customer) : null,
                question.ServiceId is { } service ? new ServiceId(service) : null,
                question.ApiKeyId is { } key ? new ApiKeyId(key) : null,
                question.PaymentId is { } payment ? new PaymentId(payment) : null
            ),
            question.ClosedIn == update ? QuestionState.Open
                : question.ClosedIn is not null ? QuestionState.Over
                : question.Until <= now ? QuestionState.Expired
                : QuestionState.Open
        );
}
