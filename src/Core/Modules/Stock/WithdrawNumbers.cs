using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;

namespace XthonBot.Core.Modules.Stock;

/// <summary>Takes numbers off a shelf: one by name, or as many as wanted of those that are free for longest.</summary>
/// <param name="Reference">Names the cause, such as the chat update; the same reference withdraws once.</param>
public sealed record WithdrawNumbers(string ServiceCode, PhoneNumber? Number, int Count, Actor By, string? Reference = null);

public sealed class WithdrawNumbersHandler(Store store, TimeProvider time)
{
    /// <returns>How many were withdrawn; a number in an open order is never touched.</returns>
    public async Task<Result<int>> HandleAsync(WithdrawNumbers command, CancellationToken ct)
    {
        if (command is { Number: null, Count: < 1 })
            return new Error.Invalid("count", "count-positive");

        var now = time.UtcNow();
        try
        {
            return await store.WriteAsync((db, token) => WithdrawAsync(db, command, now, token), ct);
        }
        catch (Exception e) when (e.IsUniqueViolation())
        {
            return new Error.AlreadyDone("withdrawal");
        }
    }

    private static async Task<Result<int>> WithdrawAsync(StoreDbContext db, WithdrawNumbers command, DateTime now, CancellationToken ct)
    {
        var service = await db.Services.SingleOrDefaultAsync(s => s.Code == command.ServiceCode, ct);
        if (service is null)
            return new Error.NotFound("service");

        var free = db.Numbers.Where(n =>
            n.ServiceId == service.Id
            && (
                n.Status == NumberStatus.Free
                || (command.Number != null && (n.Status == NumberStatus.CoolingDown || n.Status == NumberStatus.Withheld))
            )
        );
        var ids = command.Number is { } number
            ? await free.Where(n => n.Phone == number.E164).Select(n => n.Id).ToListAsync(ct)
            : await StockReservations.PickAsync(db, service.Id, command.Count, ct);
        // The condition stands in the update too: a number that was sold since the query stays sold.
        var rows = await free.Where(n => ids.Contains(n.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.Status, NumberStatus.Withdrawn).SetProperty(n => n.LeftAt, now), ct);
        if (rows == 0 && command.Number is not null)
            return new Error.NotFound("free number");

        db.Publish(
            new Audited(
                command.By,
                "stock.withdraw",
                "service:" + command.ServiceCode,
                null,
                $"withdrew {rows}",
                command.Number?.E164,
                now,
                command.Reference
            )
        );
        db.Publish(default(StockChanged));
        return rows;
    }
}
