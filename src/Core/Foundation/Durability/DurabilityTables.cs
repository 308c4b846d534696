using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

public static class DurabilityTables
{
    extension(StoreDbContext db)
    {
        public DbSet<InboxItem> Inbox => db.Set<InboxItem>();

        public DbSet<Lease> Leases => db.Set<Lease>();

        public DbSet<DeadLetter> DeadLetters => db.Set<DeadLetter>();

        public DbSet<Alert> Alerts => db.Set<Alert>();

        public DbSet<NightlyRun> NightlyRuns => db.Set<NightlyRun>();

        public DbSet<IdempotentResponse> IdempotentResponses => db.Set<IdempotentResponse>();
    }
}
