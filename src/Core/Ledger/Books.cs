using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Orders;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Ledger;

/// <summary>The only code that moves money. Every call is part of its caller's transaction.</summary>
internal static class Books
{
    /// <summary>Opens the account of somebody new, at zero.</summary>
    public static void Open(StoreDbContext db, CustomerId customer) => db.Add(new Balance(customer.Value));

    /// <summary>Takes the order's price from the customer, if the balance reaches.</summary>
    public static async Task<Result<Done>> ChargeAsync(
        StoreDbContext db, Order order, CustomerId customer, DateTime now, CancellationToken ct)
    {
        var taken = await TryTakeAsync(db, customer, new Money(order.PriceMinor), ct);
        if (taken.IsOk)
            db.Add(Posting.Purchase(order, customer, now));
        return taken;
    }

    /// <summary>Gives back what the order's charge took. A second refund fails on the unique index over the reversed posting.</summary>
    public static async Task<Money> RefundAsync(
        StoreDbContext db, long orderKey, CustomerId customer, Actor actor, string? reason, DateTime now, CancellationToken ct)
    {
        var charge = await db.Postings.AsNoTracking()
            .SingleAsync(p => p.OrderId == orderKey && p.Kind == PostingKind.Purchase, ct);
        db.Add(Posting.Refund(charge, actor, reason, now));
        await db.SaveChangesAsync(ct);
        await GiveAsync(db, customer, charge.AmountMinor, ct);
        return new Money(charge.AmountMinor);
    }

    public static async Task DepositAsync(
        StoreDbContext db, CustomerId customer, Money amount, string way, Actor actor, string? reason, string? reference, DateTime now, CancellationToken ct)
    {
        db.Add(Posting.Transfer(
            PostingKind.Deposit, Account.Deposits(way), Account.Customer(customer), amount, actor, reason, reference, now));
        await db.SaveChangesAsync(ct);
        await GiveAsync(db, customer, amount.Minor, ct);
    }

    public static async Task<Result<Done>> WithdrawAsync(
        StoreDbContext db, CustomerId customer, Money amount, Actor actor, string? reason, string? reference, DateTime now, CancellationToken ct)
    {
        // The posting first: a repeated cause is told by its unique reference, not by a balance that no longer reaches.
        db.Add(Posting.Transfer(
            PostingKind.Adjustment, Account.Customer(customer), Account.Adjustments, amount, actor, reason, reference, now));
        await db.SaveChangesAsync(ct);
        return await TryTakeAsync(db, customer, amount, ct);
    }

    private static async Task<Result<Done>> TryTakeAsync(StoreDbContext db, CustomerId customer, Money amount, CancellationToken ct)
    {
        var rows = await db.Balances
            .Where(b => b.CustomerId == customer.Value && b.AmountMinor >= amount.Minor)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.AmountMinor, b => b.AmountMinor - amount.Minor), ct);
        if (rows == 1)
            return default(Done);

        var have = await db.Balances.Where(b => b.CustomerId == customer.Value).Select(b => b.AmountMinor).SingleAsync(ct);
        return new Error.InsufficientFunds(amount, new Money(have));
    }

    private static async Task GiveAsync(StoreDbContext db, CustomerId customer, long amountMinor, CancellationToken ct)
    {
        var rows = await db.Balances
            .Where(b => b.CustomerId == customer.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.AmountMinor, b => b.AmountMinor + amountMinor), ct);
        if (rows != 1)
            throw new InvalidOperationException($"Customer {customer.Value} has no balance row.");
    }
}
