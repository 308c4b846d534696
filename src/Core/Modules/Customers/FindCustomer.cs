using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Customers;

/// <param name="BonusPercent">0 to 90, taken off every list price.</param>
public sealed record CustomerBalance(Money Amount, int BonusPercent)
{
    /// <summary>Owed to the store, from a payment that went back after it was spent: it is paid from what comes in next.</summary>
    public Money Debt { get; init; }

    /// <summary>The amount that has to come in before this can be bought; zero or less where nothing has to.</summary>
    public Money MissingFor(Money price) => price + Debt - Amount;
}

/// <param name="Username">Without @; null where an id was given, which needs no proof.</param>
public sealed record NamedCustomers(string? Username, IReadOnlyList<CustomerProfile> Customers);

/// <summary>Finds a customer by what an operator types: a Telegram id or @name.</summary>
public sealed class FindCustomerHandler(Store store)
{
    private const int Most = 5;

    private const string BalanceSql = """
        select b.amount_minor, c.bonus_percent, b.debt_minor from balances b join customers c on c.id = b.customer_id
        where b.customer_id = @id
        """;

    /// <summary>The one customer that is meant, by a name as it was last heard.</summary>
    public async Task<Result<CustomerProfile>> HandleAsync(string reference, CancellationToken ct) =>
        await LookAsync(reference, ct) switch
        {
            { Customers: [var one] } => one,
            { Customers: [] } => new Error.NotFound("customer"),
            // A name moves between accounts, and the store learns of it only when its former owner writes again.
            _ => new Error.Invalid("customer", "ambiguous-name"),
        };

    /// <summary>The customers who may be meant, with the name that matched.</summary>
    public async Task<NamedCustomers> LookAsync(string reference, CancellationToken ct)
    {
        if (CustomerReference.Read(reference) is not var (id, name))
            return new NamedCustomers(null, []);
        return new NamedCustomers(
            name,
            await store.ReadAsync(
                (db, token) =>
                    CustomerProfile.From(db, c => id != null ? c.TelegramId == id : c.Username == name).Take(Most).ToListAsync(token),
                ct
            )
        );
    }

    /// <summary>When they last wrote or tapped; null where that was longer ago than the inbox remembers.</summary>
    /// <param name="source">Of the updates (see <see cref="Incoming"/>), whose partition keys are the people's ids.</param>
    public Task<DateTime?> LastSeenAsync(CustomerProfile customer, string source, CancellationToken ct) =>
        store.ReadAsync(
            (db, token) =>
                db
                    .Inbox.Where(i => i.Source == source && i.PartitionKey == customer.TelegramId)
                    .MaxAsync(i => (DateTime?)i.ReceivedAt, token),
            ct
        );

    /// <summary>Scripts ask for the balance more often than for anything else.</summary>
    public Task<CustomerBalance> BalanceAsync(CustomerId id, CancellationToken ct) =>
        store.ReadAsync(
            async (db, token) =>
            {
                await using var reader = await db.Statements.Get(BalanceSql).With("id", id.Value).ExecuteReaderAsync(token);
                return await reader.ReadAsync(token)
                    ? new CustomerBalance(new Money(reader.GetInt64(0)), reader.GetInt32(1)) { Debt = new Money(reader.GetInt64(2)) }
                    : throw new InvalidOperationException("There is no such customer.");
            },
            ct
        );

    public Task<CustomerProfile> HandleAsync(CustomerId id, CancellationToken ct) =>
        store.ReadAsync((db, token) => CustomerProfile.From(db, c => c.Id == id.Value).SingleAsync(token), ct);
}
