using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Foundation.Persistence;

public static class WarmUp
{
    /// <summary>
    /// Builds what the first query of a process would wait for (the model, the query pipeline), on a database in memory.
    /// Worth a thread of its own while the host is still being composed.
    /// </summary>
    public static void Run()
    {
        var options = new DbContextOptionsBuilder<SqliteStoreDbContext>();
        SqliteStoreDbContext.Configure(options, "Data Source=:memory:");
        using var db = new SqliteStoreDbContext(options.Options);
        db.Database.OpenConnection();
        db.Database.ExecuteSqlRaw("create table protection_keys (id integer, name text, xml text)");
        db.ProtectionKeys.Where(k => k.Name != "" && k.Xml == "").ExecuteUpdate(set => set.SetProperty(k => k.Xml, ""));
    }
}
