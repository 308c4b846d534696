using System.Data.Common;
using System.Diagnostics;
using Npgsql;

namespace XthonBot.Faults.Databases;

/// <summary>There is no PostgreSQL to be had on this machine.</summary>
internal sealed class NoServerException(string message) : Exception(message);

/// <summary>A PostgreSQL server of the run's own, by the script that CI uses.</summary>
internal sealed class PostgresServer : IDatabase
{
    private const int NothingToBeHad = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string script;
    private string connectionString = "";

    private PostgresServer(Disk disk, string script) => (Disk, this.script) = (disk, script);

    public string Name => "PostgreSQL";

    public Disk Disk { get; }

    public IReadOnlyList<string> Arguments => ["--Database:Provider=Postgres", $"--ConnectionStrings:Store={connectionString}"];

    public string ConnectionString => connectionString;

    public bool IsServer => true;

    private string Folder => Path.Combine(Disk.Folder, "postgres");

    /// <exception cref="NoServerException">There is none, and none can be installed.</exception>
    public static async Task<PostgresServer> MakeAsync(Disk disk)
    {
        var server = new PostgresServer(disk, Script());
        try
        {
            // The disk is small; what PostgreSQL keeps of its log has to be smaller.
            server.connectionString = await server.RunAsync("start", server.Folder, "min_wal_size=32MB", "max_wal_size=64MB");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        var began = Stopwatch.GetTimestamp();
        // After a full disk it may still run, or be at starting again by itself.
        while (!await AnswersAsync())
        {
            try
            {
                await RunAsync("start", Folder);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }
    }

    public Task StopAsync(Stop how) => RunAsync("stop", Folder, how == Stop.Immediate ? "immediate" : "fast");

    public async Task<DbConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Its pages carry no sums by default; what is broken shows when it is read, and all of it is read by the checks.</summary>
    public Task<IReadOnlyList<string>> DamageAsync() => Task.FromResult<IReadOnlyList<string>>([]);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync(Stop.Immediate);
        }
        catch (Exception e) when (e is IOException or NoServerException)
        {
            // It does not run.
        }

        Disk.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <returns>The last line that it printed.</returns>
    /// <exception cref="IOException">It failed; the message is what it said.</exception>
    private async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(script, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        // The server that it leaves behind writes to its own log and holds neither of these open.
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode switch
        {
            0 => (await output).Trim(),
            NothingToBeHad => throw new NoServerException((await errors).Trim()),
            _ => throw new IOException($".ci/postgres {arguments[0]} failed: {await errors}"),
        };
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, ".ci", "postgres");
            if (File.Exists(script))
                return script;
        }

        throw new NoServerException("The script .ci/postgres is not above the folder of this program.");
    }
}
