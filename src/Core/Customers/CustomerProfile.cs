using System.Linq.Expressions;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Customers;

/// <summary>A customer as the rooms see them.</summary>
public sealed record CustomerProfile(
    CustomerId Id,
    long TelegramId,
    string? Username,
    string Name,
    string Language,
    int BonusPercent,
    string? TermsVersion,
    bool IsBanned,
    string? BanReason,
    bool HasBlockedBot,
    Money Balance,
    DateTime CreatedAt)
{
    internal static IQueryable<CustomerProfile> From(StoreDbContext db, Expression<Func<Customer, bool>> which) =>
        from customer in db.Customers.Where(which)
        join balance in db.Balances on customer.Id equals balance.CustomerId
        orderby customer.Id
        select new CustomerProfile(
            new CustomerId(customer.Id), customer.TelegramId, customer.Username, customer.Name, customer.Language,
            customer.BonusPercent, customer.TermsVersion, customer.BannedAt != null, customer.BanReason,
            customer.BlockedBotAt != null, new Money(balance.AmountMinor), customer.CreatedAt);
}
