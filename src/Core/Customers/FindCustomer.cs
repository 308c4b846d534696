using System.Globalization;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Customers;

/// <param name="BonusPercent">0 to 90, taken off every list price.</param>
public sealed record CustomerBalance(Money Amount, int BonusPercent);

/// <summary>Finds a customer by what an operator types: a Telegram id or @name.</summary>
public sealed class FindCustomerHandler(Store store)
{
    private const string BalanceSql =
        "select b.amount_minor, c.bonus_percent from balances b join customers c on c.id = b.customer_id where b.customer_id = @id";

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

    /// <summary>What a script asks for most.</summary>
    public Task<CustomerBalance> BalanceAsync(CustomerId id, CancellationToken ct) => store.ReadAsync(
        async (db, token) =>
        {
            await using var reader = await db.Statements.Get(BalanceSql).With("id", id.Value).ExecuteReaderAsync(token);
            return await reader.ReadAsync(token)
                ? new CustomerBalance(new Money(reader.GetInt64(0)), reader.GetInt32(1))
                : throw new InvalidOperationException("There is no such customer.");
        },
        ct);

    public Task<CustomerProfile> HandleAsync(CustomerId id, CancellationToken ct) => store.ReadAsync(
        (db, token) => CustomerProfile.From(db, c => c.Id == id.Value).SingleAsync(token), ct);
}
