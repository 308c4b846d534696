using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Ledger;

/// <summary>One line of a customer's statement; <paramref name="Amount"/> is negative where money left the balance.</summary>
public sealed record Movement(DateTime At, PostingKind Kind, Money Amount, string? ServiceName, string? Reason);

/// <summary>A customer's last movements, newest first.</summary>
public sealed class ReadStatementHandler(Store store)
{
    public Task<IReadOnlyList<Movement>> HandleAsync(CustomerId customer, int count, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<Movement>>(
            async (db, token) =>
            {
                var account = Account.Customer(customer);
                // Two index ranges that are cut before they are merged: an OR would walk the customer's whole history.
                var given = db.Postings.Where(p => p.Source == account).OrderByDescending(p => p.Id).Take(count);
                var received = db.Postings.Where(p => p.Destination == account).OrderByDescending(p => p.Id).Take(count);
                var rows = new List<(long Id, Movement Movement)>();
                foreach (var half in new[] { given, received })
                {
                    var found = await half
                        .Select(p => new { p.Id, p.At, p.Kind, p.AmountMinor, Out = p.Source == account, Service = p.Order == null ? null : p.Order.ServiceName, p.Reason })
                        .ToListAsync(token);
                    rows.AddRange(found.Select(p => (p.Id, new Movement(
                        p.At, p.Kind, new Money(p.Out ? -p.AmountMinor : p.AmountMinor), p.Service, p.Reason))));
                }

                return [.. rows.OrderByDescending(row => row.Id).Take(count).Select(row => row.Movement)];
            },
            ct);
}
