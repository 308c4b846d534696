using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Catalog;

public static class CatalogTables
{
    extension(StoreDbContext db)
    {
        public DbSet<Service> Services => db.Set<Service>();
    }
}
