using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Questions;

public static class QuestionTables
{
    extension(StoreDbContext db)
    {
        public DbSet<Question> Questions => db.Set<Question>();
    }
}
