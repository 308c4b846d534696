using System.Globalization;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Customers;

/// <summary>Finds a customer by what an operator types: a Telegram id or @name.</summary>
public sealed class FindCustomerHandler(Store store)
{
    public async Task<Result<CustomerProfile>> HandleAsync(string reference, CancellationToken ct)
    {
        var text = reference.Trim();
        var username = text.TrimStart('@').ToLowerInvariant();
        var isId = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var telegramId);
        var found = await store.ReadAsync(
            (db, token) => CustomerProfile.From(db, c => isId ? c.TelegramId == telegramId : c.Username == username)
                .Take(2).ToListAsync(token),
            ct);
        return found switch
        {
            [var one] => one,
            [] => new Error.NotFound("customer"),
            // A name moves between accounts; we learn of it only when its former owner writes again.
            _ => new Error.Invalid("customer", "ambiguous-name"),
        };
    }

    public Task<CustomerProfile> HandleAsync(CustomerId id, CancellationToken ct) => store.ReadAsync(
        (db, token) => CustomerProfile.From(db, c => c.Id == id.Value).SingleAsync(token), ct);
}
