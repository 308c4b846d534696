using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Customers;

public static class CustomerTables
{
    extension(StoreDbContext db)
    {
        public DbSet<Customer> Customers => db.Set<Customer>();
    }
}
