using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Core.Modules.Customers;

/// <summary>A person writes in the chat: a new customer, or a known one, perhaps under a new name.</summary>
/// <param name="Language">The first guess for a new customer; a known one keeps theirs.</param>
public sealed record MeetCustomer(long TelegramId, string? Username, string Name, string Language);

public sealed class MeetCustomerHandler(Store store, TimeProvider time)
{
    public async Task<CustomerProfile> HandleAsync(MeetCustomer command, CancellationToken ct)
    {
        var username = command.Username?.ToLowerInvariant();
        var name = PersonName.Read(command.Name);
        var known = await FindAsync(command.TelegramId, ct);
        if (known is { HasBlockedBot: false } && known.Username == username && known.Name == name)
            return known;

        try
        {
            await store.WriteAsync((db, token) => WriteAsync(db, command with { Username = username, Name = name }, token), ct);
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            // Another process registered the customer at the same moment.
        }

        return await FindAsync(command.TelegramId, ct) ?? throw new InvalidOperationException("A customer vanished.");
    }

    private Task<CustomerProfile?> FindAsync(long telegramId, CancellationToken ct) =>
        store.ReadAsync((db, token) => CustomerProfile.FindAsync(db, telegramId, token), ct);

    private async Task<Done> WriteAsync(StoreDbContext db, MeetCustomer command, CancellationToken ct)
    {
        var customer = await db.Customers.SingleOrDefaultAsync(c => c.TelegramId == command.TelegramId, ct);
        if (customer is null)
        {
            customer = new Customer(command.TelegramId, command.Username, command.Name, command.Language, time.UtcNow());
            db.Add(customer);
            await db.SaveChangesAsync(ct);
            LedgerWriter.Open(db, new CustomerId(customer.Id));
        }
        else
            customer.ComeBack(command.Username, command.Name);

        await db.SaveChangesAsync(ct);
        return default;
    }
}
