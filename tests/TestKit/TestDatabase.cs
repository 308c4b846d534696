using System.Data.Common;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.TestKit;

/// <summary>Where the store of one test lives. It is the test's own, and gone with it.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>On which database the tests of this assembly run; its project file says so where it is not SQLite.</summary>
    public static DatabaseProvider Chosen { get; } =
        Enum.Parse<DatabaseProvider>(AppContext.GetData("XthonBot.TestDatabase") as string ?? nameof(DatabaseProvider.Sqlite));

    /// <summary>For what a test or its store keeps in files.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("xthon-").FullName;

    public abstract DatabaseProvider Provider { get; }

    public abstract string ConnectionString { get; }

    /// <summary>A new database with the tables of the store, and nothing in them.</summary>
    public static async Task<TestDatabase> MakeAsync() =>
        Chosen == DatabaseProvider.Postgres ? await PostgresTestDatabase.CopyTemplateAsync() : await SqliteTestDatabase.CopyTemplateAsync();

    /// <summary>A new database without tables.</summary>
    public static async Task<TestDatabase> MakeEmptyAsync() =>
        Chosen == DatabaseProvider.Postgres ? await PostgresTestDatabase.CreateAsync() : new SqliteTestDatabase();

    /// <summary>A closed connection past the store, on which foreign keys are not checked: for planted faults.</summary>
    public abstract DbConnection Connect();

    /// <summary>All that is in it, to look for what must not be there.</summary>
    public abstract Task<byte[]> ReadEverythingAsync();

    /// <summary>Closes the connections that the store's pool keeps.</summary>
    public abstract void ClearPool();

    public virtual ValueTask DisposeAsync()
    {
        ClearPool();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
