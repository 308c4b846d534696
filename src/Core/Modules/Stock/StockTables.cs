using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Stock;

public static class StockTables
{
    extension(StoreDbContext db)
    {
        public DbSet<StockNumber> Numbers => db.Set<StockNumber>();

        public DbSet<StockImport> Imports => db.Set<StockImport>();
    }
}
