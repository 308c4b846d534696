using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

public static class OrderTables
{
    extension(StoreDbContext db)
    {
        public DbSet<Order> Orders => db.Set<Order>();

        /// <summary>
        /// A customer's newest orders, of two indexes: only a closed order enters that of the closed ones, so that a purchase writes to no
        /// page among millions. Each range is cut before they are merged; PostgreSQL would sort all of both.
        /// </summary>
        public IQueryable<Order> NewestOrdersOf(CustomerId customer, Func<IQueryable<Order>, IQueryable<Order>> which, int count)
        {
            return Newest(Newest(which(db.OpenOrdersOf(customer))).Concat(Newest(which(db.ClosedOrdersOf(customer)))));

            IQueryable<Order> Newest(IQueryable<Order> orders) => orders.OrderByDescending(o => o.Id).Take(count);
        }

        public IQueryable<Order> OpenOrdersOf(CustomerId customer) =>
            db.Orders.Where(o => o.CustomerId == customer.Value && o.ClosedAt == null);

        public IQueryable<Order> ClosedOrdersOf(CustomerId customer) =>
            db.Orders.Where(o => o.CustomerId == customer.Value && o.ClosedAt != null);

        public DbSet<Dispute> Disputes => db.Set<Dispute>();

        public DbSet<OrderRequest> OrderRequests => db.Set<OrderRequest>();
    }
}
