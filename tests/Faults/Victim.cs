using System.Diagnostics;
using XthonBot.TestKit;

namespace XthonBot.Faults;

/// <summary>The store's process through all its lives.</summary>
internal sealed class Victim(Func<IEnumerable<string>> arguments, MovableClock clock, string logFolder, Action<Uri> listens)
    : IAsyncDisposable
{
    private readonly List<(DateTimeOffset Before, DateTimeOffset After)> kills = [];
    private StoreProcess? process;
    private int lives;

    public Uri Url { get; private set; } = new("http://127.0.0.1:9");

    /// <summary>By the moved clock: just before each kill, and when the process was gone.</summary>
    public IReadOnlyList<(DateTimeOffset Before, DateTimeOffset After)> Kills => kills;

    /// <summary>False from the moment it is gone until it listens again: nobody needs to try.</summary>
    public bool IsThere { get; private set; }

    public bool HasEnded => process is null or { HasEnded: true };

    /// <summary>Starts the process and does not wait for it.</summary>
    public async Task LaunchAsync()
    {
        // One that ended by itself has something to tell.
        await BuryAsync();
        lives++;
        process = StoreProcess.LaunchWithClock(clock.Ahead, [.. arguments()]);
    }

    public async Task UntilItListensAsync()
    {
        await process!.UntilItListensAsync();
        Url = process.Url;
        listens(Url);
        IsThere = true;
    }

    public async Task KillAsync()
    {
        var before = clock.GetUtcNow();
        await process!.KillAsync();
        kills.Add((before, clock.GetUtcNow()));
        await BuryAsync();
    }

    /// <returns>The exit code of SIGTERM, and how long it took; no code if it had to be killed.</returns>
    public async Task<(int? ExitCode, TimeSpan Took)> TerminateAsync()
    {
        var began = Stopwatch.GetTimestamp();
        int? exitCode = null;
        try
        {
            exitCode = await process!.TerminateAsync();
        }
        catch (TimeoutException)
        {
            await process!.KillAsync();
        }

        var took = Stopwatch.GetElapsedTime(began);
        await BuryAsync();
        return (exitCode, took);
    }

    public async Task MoveClockAsync(TimeSpan by)
    {
        await process!.MoveClockAsync(by);
        clock.Move(by);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasEnded: false })
            await process.KillAsync();
        await BuryAsync();
    }

    private async Task BuryAsync()
    {
        IsThere = false;
        if (process is null)
            return;
        await File.WriteAllTextAsync(Path.Combine(logFolder, $"store-{lives:000}.log"), process.Output);
        await process.DisposeAsync();
        process = null;
    }
}
