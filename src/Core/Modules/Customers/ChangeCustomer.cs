using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Core.Modules.Customers;

/// <summary>The closed list of changes to a customer: their own first, then those of an operator, which are audited.</summary>
public abstract record CustomerChange
{
    private CustomerChange() { }

    public sealed record AcceptTerms(string Version) : CustomerChange;

    public sealed record ChooseLanguage(string Language) : CustomerChange;

    /// <param name="Percent">0 to 90.</param>
    public sealed record SetBonus(int Percent, Actor By) : CustomerChange;

    /// <summary>A bonus that was set by hand is again what payments earn.</summary>
    public sealed record EarnBonus(Actor By) : CustomerChange;

    public sealed record Ban(string? Reason, Actor By) : CustomerChange;

    public sealed record Unban(Actor By) : CustomerChange;
}

public sealed class ChangeCustomerHandler(Store store, TimeProvider time)
{
    /// <returns>The customer afterwards; after <see cref="CustomerChange.EarnBonus"/> the bonus is to be read anew.</returns>
    public async Task<Result<CustomerProfile>> HandleAsync(CustomerId id, CustomerChange change, CancellationToken ct)
    {
        if (change is CustomerChange.SetBonus { Percent: < 0 or > 90 })
            return new Error.Invalid("percent", "percent-range");

        var now = time.UtcNow();
        return await store.WriteAsync(
            async (db, token) =>
            {
                // Deposits set the bonus as well, and hold the balance while they do.
                if (change is CustomerChange.SetBonus or CustomerChange.EarnBonus)
                    await LedgerWriter.LockAsync(db, [id.Value], token);
                var customer = await db.Customers.SingleOrDefaultAsync(c => c.Id == id.Value, token);
                if (customer is null)
                    return Result.Ok<CustomerProfile?>(null).Then<CustomerProfile>(_ => new Error.NotFound("customer"));
                if (Apply(customer, change, now) is { } entry)
                    db.Publish(entry);
                await db.SaveChangesAsync(token);
                if (change is CustomerChange.Ban)
                    db.Publish(new CustomerBanned(id));
                if (change is CustomerChange.EarnBonus)
                    db.Publish(new BonusToEarn(id, now));
                return Result.Ok(await CustomerProfile.From(db, c => c.Id == id.Value).SingleAsync(token));
            },
            ct
        );
    }

    private static Audited? Apply(Customer customer, CustomerChange change, DateTime now)
    {
        var subject = Account.Customer(new CustomerId(customer.Id));
        switch (change)
        {
            case CustomerChange.AcceptTerms terms:
                customer.AcceptTerms(terms.Version, now);
                return null;
            case CustomerChange.ChooseLanguage choice:
                customer.Speak(choice.Language);
                return null;
            case CustomerChange.SetBonus bonus:
                var before = customer.BonusPercent;
                customer.SetBonus(bonus.Percent);
                return new Audited(bonus.By, "bonus", subject, $"{before}", $"{bonus.Percent}", null, now);
            case CustomerChange.EarnBonus earn:
                var set = customer.BonusPercent;
                customer.EarnBonus();
                return new Audited(earn.By, "bonus", subject, $"{set}", "earned", null, now);
            case CustomerChange.Ban ban:
                var was = customer.BannedAt is null ? "free" : "banned";
                customer.Ban(ban.Reason, now);
                return new Audited(ban.By, "ban", subject, was, "banned", ban.Reason, now);
            case CustomerChange.Unban unban:
                var state = customer.BannedAt is null ? "free" : "banned";
                customer.Unban();
                return new Audited(unban.By, "unban", subject, state, "free", null, now);
            default:
                throw new InvalidOperationException($"Unknown change {change}.");
        }
    }
}
