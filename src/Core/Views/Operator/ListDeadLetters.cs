using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;

namespace XthonBot.Core.Views.Operator;

/// <summary>Work that was given up, as operators see it.</summary>
/// <param name="Customer">Whom it concerns; null where that is no customer, or not known.</param>
/// <inheritdoc cref="DeadLetter"/>
public sealed record DeadLetterView(
    DeadLetterId Id,
    DeadLetterKind Kind,
    CustomerProfile? Customer,
    long? TelegramId,
    string What,
    string Reason,
    DateTime At
);

/// <summary>One page of what was given up, newest first.</summary>
/// <param name="Page">From 0; one behind the last is the last.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetterView> Letters, int Page, int Total);

/// <summary>The operator's list of what was given up. Nothing in it is anybody's text.</summary>
public sealed class ListDeadLettersHandler(Store store)
{
    public Task<DeadLetterPage> PageAsync(int page, int size, CancellationToken ct) =>
        store.ReadAsync(
            async (db, token) =>
            {
                var total = await db.DeadLetters.CountAsync(token);
                var shown = Math.Clamp(page, 0, Math.Max(0, (total - 1) / size));
                var letters = await db.DeadLetters.OrderByDescending(l => l.Id).Skip(shown * size).Take(size).ToListAsync(token);
                var people = letters.Select(l => l.TelegramId).OfType<long>().Distinct().ToList();
                var customers = await CustomerProfile
                    .From(db, c => people.Contains(c.TelegramId))
                    .ToDictionaryAsync(c => c.TelegramId, token);
                return new DeadLetterPage(
                    [
                        .. letters.Select(l => new DeadLetterView(
                            new DeadLetterId(l.Id),
                            l.Kind,
                            l.TelegramId is { } id ? customers.GetValueOrDefault(id) : null,
                            l.TelegramId,
                            l.What,
                            l.Reason,
                            l.At
                        )),
                    ],
                    shown,
                    total
                );
            },
            ct
        );
}
