using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Notifications;

public static class NotificationTables
{
    extension(StoreDbContext db)
    {
        public DbSet<Notification> Notifications => db.Set<Notification>();

        public DbSet<OperatorCard> OperatorCards => db.Set<OperatorCard>();
    }
}
