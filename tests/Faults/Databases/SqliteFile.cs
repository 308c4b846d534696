using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace XthonBot.Faults.Databases;

internal sealed class SqliteFile(Disk disk) : IDatabase
{
    private string Path => System.IO.Path.Combine(disk.Folder, "store.db");

    public string Name => "SQLite";

    public Disk Disk => disk;

    public IReadOnlyList<string> Arguments => [$"--ConnectionStrings:Store={ConnectionString}"];

    public string ConnectionString => $"Data Source={Path}";

    public bool IsServer => false;

    public Task StartAsync() => Task.CompletedTask;

    public Task StopAsync(Stop how) => throw new NotSupportedException("A file cannot be stopped.");

    public async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public async Task<IReadOnlyList<string>> DamageAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "pragma integrity_check";
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
            found.Add(reader.GetString(0));
        return found is ["ok"] ? [] : found;
    }

    public ValueTask DisposeAsync()
    {
        disk.Dispose();
        return ValueTask.CompletedTask;
    }
}
