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
        var keys = db.Model.FindEntityType(typeof(ProtectionKey))!;
        var table = $"create table {keys.GetTableName()} ({string.Join(", ", keys.GetProperties().Select(p => p.GetColumnName()))})";
        db.Database.ExecuteSqlRaw(table);
        db.ProtectionKeys.Where(k => k.Name != "" && k.Xml == "").ExecuteUpdate(set => set.SetProperty(k => k.Xml, ""));
    }
}
