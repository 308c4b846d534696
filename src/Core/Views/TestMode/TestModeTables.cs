using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Views.TestMode;

public static class TestModeTables
{
    extension(StoreDbContext db)
    {
        public DbSet<TestOrder> TestOrders => db.Set<TestOrder>();

        public DbSet<TestPayment> TestPayments => db.Set<TestPayment>();
    }
}
