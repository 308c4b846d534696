using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Suppliers;

public static class SupplierTables
{
    extension(StoreDbContext db)
    {
        public DbSet<SupplierOrder> Supplies => db.Set<SupplierOrder>();

        public DbSet<SupplierOffer> SupplierOffers => db.Set<SupplierOffer>();
    }
}
