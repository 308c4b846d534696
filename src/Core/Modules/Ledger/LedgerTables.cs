using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Ledger;

public static class LedgerTables
{
    extension(StoreDbContext db)
    {
        public DbSet<Balance> Balances => db.Set<Balance>();

        public DbSet<Posting> Postings => db.Set<Posting>();
    }
}
