using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>The data protection's keys, kept in the database. Its framework asks for answers on the spot, and seldom.</summary>
public sealed class ProtectionKeys(IDbContextFactory<StoreDbContext> contexts)
{
    /// <summary>
    /// All of them, as XML. A server that was started anew since leaves dead connections behind: one more try tells whether it is away.
    /// </summary>
    public IReadOnlyList<string> Read()
    {
        using (var db = contexts.CreateDbContext())
        {
            try
            {
                return ReadFrom(db);
            }
            catch (Exception e) when (e.IsDatabaseAway())
            {
                db.Distrust();
            }
        }

        using var again = contexts.CreateDbContext();
        return ReadFrom(again);
    }

    public void Add(string name, string xml)
    {
        using var db = contexts.CreateDbContext();
        db.Add(new ProtectionKey(name, xml));
        db.SaveChanges();
    }

    private static List<string> ReadFrom(StoreDbContext db) => db.ProtectionKeys.OrderBy(k => k.Id).Select(k => k.Xml).ToList();
}
