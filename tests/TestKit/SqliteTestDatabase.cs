using System.Data.Common;
using Microsoft.Data.Sqlite;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.TestKit;

/// <summary>A file.</summary>
/// <param name="file">Below the folder of the test.</param>
public sealed class SqliteTestDatabase(string file = "store.db") : TestDatabase
{
    // Migrating takes far longer than copying what it made.
    private static readonly Lazy<Task<byte[]>> Template = new(MakeTemplateAsync);

    public override DatabaseProvider Provider => DatabaseProvider.Sqlite;

    public string File => Path.Combine(Folder, file);

    public override string ConnectionString => $"Data Source={File}";

    internal static async Task<SqliteTestDatabase> CopyTemplateAsync()
    {
        var database = new SqliteTestDatabase();
        await System.IO.File.WriteAllBytesAsync(database.File, await Template.Value);
        return database;
    }

    public override DbConnection Connect() => new SqliteConnection($"{ConnectionString};Foreign Keys=False;Pooling=False");

    /// <summary>With the log beside the file.</summary>
    public override async Task<byte[]> ReadEverythingAsync()
    {
        using var content = new MemoryStream();
        // Not the file by which a process claims it for itself alone.
        foreach (var file in Directory.GetFiles(Folder, "store.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            // The store has it open.
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await stream.CopyToAsync(content);
        }

        return content.ToArray();
    }

    public override void ClearPool()
    {
        using var any = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(any);
    }

    private static async Task<byte[]> MakeTemplateAsync()
    {
        await using var template = new SqliteTestDatabase();
        var store = TestStore.Open(template);
        await store.Get<DatabaseFile>().MigrateAsync(CancellationToken.None);
        await store.CloseAsync();
        return await System.IO.File.ReadAllBytesAsync(template.File);
    }
}
