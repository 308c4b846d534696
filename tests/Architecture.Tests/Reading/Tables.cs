using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Architecture.Tests.Reading;

/// <summary>The tables of the store and the classes of their rows, as the store itself maps them.</summary>
internal static class Tables
{
    /// <summary>Each table's class, by its full name, and the namespace of that.</summary>
    public static readonly IReadOnlyDictionary<string, (string Class, string Room)> Rows = ReadModel();

    private static Dictionary<string, (string, string)> ReadModel()
    {
        using var db = new SqliteStoreDbContext(
            new DbContextOptionsBuilder<SqliteStoreDbContext>().UseSqlite("Data Source=:memory:").Options
        );
        return db
            .Model.GetEntityTypes()
            .Where(row => row.GetTableName() is not null && !row.IsOwned())
            .ToDictionary(row => row.GetTableName()!, row => (row.ClrType.FullName!, row.ClrType.Namespace!));
    }
}
