using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Growth;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Views.Accounts;

/// <summary>The account as scripts see it.</summary>
/// <param name="OpenOrders">That hold a number at this moment.</param>
/// <param name="MaxOpenOrders">See <see cref="OrderOptions.MaxOpenPerCustomer"/>.</param>
/// <param name="Key">The key with which it asks.</param>
/// <param name="Bonus">Null where the store has no tiers.</param>
public sealed record AccountView(CustomerProfile Customer, int OpenOrders, int MaxOpenOrders, ApiKeyView Key, BonusStanding? Bonus = null);

public sealed class ReadAccountHandler(Store store, BonusTiers tiers, IOptions<OrderOptions> options, TimeProvider time)
{
    /// <param name="key">One of this customer's, with which the script asks.</param>
    public Task<AccountView> HandleAsync(CustomerId customer, ApiKeyId key, CancellationToken ct) =>
        store.ReadAsync(
            async (db, token) =>
                new AccountView(
                    await CustomerProfile.From(db, c => c.Id == customer.Value).SingleAsync(token),
                    await db.Balances.Where(b => b.CustomerId == customer.Value).Select(b => b.OpenOrders).SingleAsync(token),
                    options.Value.MaxOpenPerCustomer,
                    await db
                        .ApiKeys.Where(k => k.Id == key.Value && k.CustomerId == customer.Value)
                        .Select(ApiKeyView.Projection)
                        .SingleAsync(token),
                    await BonusStanding.FindAsync(db, tiers, customer, time.UtcNow(), token)
                ),
            ct
        );
}
