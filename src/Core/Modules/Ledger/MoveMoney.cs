using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Ledger;

public enum Direction
{
    Credit,
    Debit,
}

/// <summary>An operator moves money on a customer's balance.</summary>
/// <param name="Reference">Names the cause, such as the chat update; the same reference moves money once.</param>
public sealed record MoveMoney(CustomerId Customer, Direction Direction, Money Amount, Actor Operator, string? Reason, string Reference);

/// <summary>The balance before and after, and whether this cause had moved it before.</summary>
public sealed record MoneyMoved(Money Before, Money After, bool Replayed);

public sealed class MoveMoneyHandler(Store store, TimeProvider time)
{
    public async Task<Result<MoneyMoved>> HandleAsync(MoveMoney command, CancellationToken ct)
    {
        if (command.Amount.Minor <= 0)
            return new Error.Invalid("amount", "amount-not-positive");

        var now = time.UtcNow();
        try
        {
            var moved = await store.WriteAsync((db, token) => MoveAsync(db, command, now, token), ct);
            // A debit with the same reference is in the balance already, so a low balance is no reason to refuse it.
            return
                moved.Error is Error.InsufficientFunds
                && await store.ReadAsync((db, token) => db.Postings.AnyAsync(p => p.Reference == command.Reference, token), ct)
                ? await store.ReadAsync((db, token) => FindMovedAsync(db, command, token), ct)
                : moved;
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            return await store.ReadAsync((db, token) => FindMovedAsync(db, command, token), ct);
        }
    }

    // The balances before and after that posting, without later postings of the customer.
    private static async Task<Result<MoneyMoved>> FindMovedAsync(StoreDbContext db, MoveMoney command, CancellationToken ct)
    {
        var account = Account.Customer(command.Customer);
        var posting = await db.Postings.SingleAsync(p => p.Reference == command.Reference, ct);
        if (posting.Source != account && posting.Destination != account)
            return new Error.AlreadyDone("payment");

        var received = await db.Postings.Where(p => p.Destination == account && p.Id <= posting.Id).SumAsync(p => p.AmountMinor, ct);
        var given = await db.Postings.Where(p => p.Source == account && p.Id <= posting.Id).SumAsync(p => p.AmountMinor, ct);
        var after = new Money(received - given);
        var amount = new Money(posting.AmountMinor);
        return new MoneyMoved(posting.Destination == account ? after - amount : after + amount, after, Replayed: true);
    }

    private static async Task<Result<MoneyMoved>> MoveAsync(StoreDbContext db, MoveMoney command, DateTime now, CancellationToken ct)
    {
        var balances = db.Balances.Where(b => b.CustomerId == command.Customer.Value).Select(b => b.AmountMinor);
        if (!await balances.AnyAsync(ct))
            return new Error.NotFound("customer");

        var repaid = Money.Zero;
        if (command.Direction == Direction.Credit)
            repaid = await LedgerWriter.DepositAsync(
                db,
                new Deposit(command.Customer, command.Amount, "operator", command.Operator, command.Reason, command.Reference, now),
                ct
            );
        else
        {
            var taken = await LedgerWriter.WithdrawAsync(
                db,
                command.Customer,
                command.Amount,
                command.Operator,
                command.Reason,
                command.Reference,
                now,
                ct
            );
            if (!taken.TryGet(out _, out var error))
                return error;
        }

        var after = new Money(await balances.SingleAsync(ct));
        var before = command.Direction == Direction.Credit ? after + repaid - command.Amount : after + command.Amount;
        var action = command.Direction == Direction.Credit ? "credit" : "debit";
        db.Publish(
            new Audited(
                command.Operator,
                action,
                Account.Customer(command.Customer),
                before.ToString(),
                after.ToString(),
                command.Reason,
                now
            )
        );
        await db.SaveChangesAsync(ct);
        if (command.Operator != Actor.System)
            db.Publish(new BalanceAdjusted(command.Customer, command.Direction, command.Amount, after, command.Reason, now));
        return new MoneyMoved(before, after, Replayed: false);
    }
}
