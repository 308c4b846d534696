using System.ComponentModel;
using System.Diagnostics;

namespace XthonBot.TestKit;

/// <summary>
/// The server of the tests on PostgreSQL: the one that <c>XTHON_POSTGRES</c> names (the connection string of somebody who may make
/// databases there), else, where PostgreSQL's programs are installed, one that this process starts and that ends with it.
/// </summary>
public static class PostgresServer
{
    private const int NothingToBeHad = 3;
    private static string? connectionString = Environment.GetEnvironmentVariable("XTHON_POSTGRES") is { Length: > 0 } named ? named : null;
    private static Process? own;

    /// <summary>How to connect. Where there is no server, the test that asks is skipped.</summary>
    public static string ConnectionString
    {
        get
        {
            Needs.Postgres.SkipUnless(connectionString is not null);
            return connectionString!;
        }
    }

    /// <summary>Starts a server where none is named; once in a process, before anybody connects.</summary>
    public static async Task FindAsync()
    {
        connectionString ??= await StartAsync();
    }

    /// <summary>Ends the one that this process started.</summary>
    public static async Task StopAsync()
    {
        if (own is null)
            return;
        own.StandardInput.Close();
        await own.WaitForExitAsync();
        own.Dispose();
        own = null;
    }

    /// <returns>How to connect; null where there is no PostgreSQL to start.</returns>
    private static async Task<string?> StartAsync()
    {
        if (Script() is not { } script || Bash(script) is not { } process)
            return null;
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync() is { Length: > 0 } started)
        {
            own = process;
            return started;
        }

        await process.WaitForExitAsync();
        return process.ExitCode == NothingToBeHad ? null : throw new IOException($".ci/postgres run failed: {await errors}");
    }

    // It holds the other end of its input and ends when that does, in whatever way this process ends.
    private static Process? Bash(string script)
    {
        try
        {
            return Process.Start(
                new ProcessStartInfo("bash", [script, "run", "fsync=off", "synchronous_commit=off", "full_page_writes=off"])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            );
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string? Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, ".ci", "postgres") is var script && File.Exists(script))
                return script;
        }

        return null;
    }
}
