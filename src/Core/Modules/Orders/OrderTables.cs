using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

public static class OrderTables
{
    extension(StoreDbContext db)
    {
        public DbSet<Order> Orders => db.Set<Order>();

        public DbSet<OrderRequest> OrderRequests => db.Set<OrderRequest>();
    }
}
