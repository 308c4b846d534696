using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Messages;

public static class MessageTables
{
    extension(StoreDbContext db)
    {
        public DbSet<InboundMessage> Messages => db.Set<InboundMessage>();

        public DbSet<LongMessage> LongMessages => db.Set<LongMessage>();

        public DbSet<MessagePart> MessageParts => db.Set<MessagePart>();
    }
}
