using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Audit;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Stock;

/// <summary>Takes numbers off a shelf: one by name, or as many as wanted of those that are free for longest.</summary>
public sealed record WithdrawNumbers(string ServiceCode, PhoneNumber? Number, int Count, Actor By);

public sealed class WithdrawNumbersHandler(Store store, TimeProvider time)
{
    /// <returns>How many were withdrawn; a number in an open order is never touched.</returns>
    public Task<Result<int>> HandleAsync(WithdrawNumbers command, CancellationToken ct)
    {
        if (command is { Number: null, Count: < 1 })
            return Task.FromResult<Result<int>>(new Error.Invalid("count", "count-positive"));

        var now = time.UtcNow();
        return store.WriteAsync(
            async (db, token) =>
            {
                var service = await db.Services.SingleOrDefaultAsync(s => s.Code == command.ServiceCode, token);
                if (service is null)
                    return (Result<int>)new Error.NotFound("service");

                var candidates = command.Number is { } number
                    ? db.Numbers.Where(n => n.ServiceId == service.Id && n.Phone == number.E164
                        && (n.Status == NumberStatus.Free || n.Status == NumberStatus.CoolingDown || n.Status == NumberStatus.Withheld))
                    : db.Numbers.Where(n => n.ServiceId == service.Id && n.Status == NumberStatus.Free)
                        .OrderBy(n => n.FreeSince).ThenBy(n => n.Id).Take(command.Count);
                var ids = candidates.Select(n => n.Id);
                var rows = await db.Numbers.Where(n => ids.Contains(n.Id))
                    .ExecuteUpdateAsync(set => set.SetProperty(n => n.Status, NumberStatus.Withdrawn).SetProperty(n => n.LeftAt, now), token);
                if (rows == 0 && command.Number is not null)
                    return new Error.NotFound("free number");

                db.Add(new AuditEntry(
                    command.By, "stock.withdraw", "service:" + command.ServiceCode, null, $"withdrew {rows}", command.Number?.E164, now));
                await db.SaveChangesAsync(token);
                return rows;
            },
            ct);
    }
}
