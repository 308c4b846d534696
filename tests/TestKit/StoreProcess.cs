using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace XthonBot.TestKit;

/// <summary>The executable itself, as an operator runs it, so that a test can kill it.</summary>
public sealed partial class StoreProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly List<string> output = [];
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StoreProcess(Process process) => this.process = process;

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Its resident memory, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public bool HasEnded => process.HasExited;

    public string Output
    {
        get
        {
            lock (output)
                return string.Join('\n', output);
        }
    }

    /// <summary>Waits for a line that begins with these words; gives the next word, such as an address.</summary>
    public async Task<string> UntilPrintedAsync(string words)
    {
        string? Line(string all) =>
            all.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(words, StringComparison.Ordinal));
        await Patience.UntilAsync(() => Output, all => Line(all) is not null, wanted: $"a line “{words}”");
        return Line(Output)![words.Length..].Trim().Split(' ')[0];
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<StoreProcess> StartAsync(params string[] arguments)
    {
        var store = Launch(null, [], arguments);
        store.Watch();
        await store.UntilItListensAsync();
        return store;
    }

    /// <summary>Starts it with a clock that is ahead of the machine's and can be moved; returns at once.</summary>
    public static StoreProcess LaunchWithClock(TimeSpan ahead, params string[] arguments)
    {
        // The executable as it is; the host takes the clock from this assembly, which its own list of files does not name.
        var files = Path.Combine(AppContext.BaseDirectory, $"{Assembly.GetEntryAssembly()!.GetName().Name}.deps.json");
        var store = Launch(null, MovableClockStartup.Environment(ahead), arguments, "exec", "--depsfile", files);
        store.Watch();
        return store;
    }

    public async Task UntilItListensAsync() => Url = await listening.Task.WaitAsync(Patience.Limit);

    /// <summary>Moves the clock that it was launched with, and returns when it has heard of it, or has ended.</summary>
    public async Task MoveClockAsync(TimeSpan by)
    {
        var before = Moves;
        await process.StandardInput.WriteLineAsync(by.ToString("c"));
        await process.StandardInput.FlushAsync();
        await Patience.UntilAsync(() => Moves, moves => moves != before || process.HasExited);
    }

    private int Moves
    {
        get
        {
            lock (output)
                return output.Count(line => line == MovableClockStartup.Moved);
        }
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string workingDirectory,
        (string Key, string Value)[] environment,
        params string[] arguments
    )
    {
        await using var store = Launch(workingDirectory, environment, arguments);
        await Task.WhenAll(store.ReadAsync(store.process.StandardOutput, _ => { }), store.ReadAsync(store.process.StandardError, _ => { }))
            .WaitAsync(Patience.Limit);
        await store.process.WaitForExitAsync();
        return (store.process.ExitCode, store.Output);
    }

    /// <summary>SIGKILL: nothing is finished, nothing is said.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a container's runtime sends it.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", $"-TERM {process.Id}");
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static StoreProcess Launch(
        string? workingDirectory,
        (string Key, string Value)[] environment,
        string[] arguments,
        params string[] hostArguments
    )
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [.. hostArguments, Path.Combine(AppContext.BaseDirectory, "XthonBot.Bot.dll"), .. arguments]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return new StoreProcess(Process.Start(start)!);
    }

    private void Watch()
    {
        _ = ReadAsync(
                process.StandardOutput,
                line =>
                {
                    if (ListeningLine().Match(line) is { Success: true } match)
                        listening.TrySetResult(new Uri(match.Groups[1].Value));
                }
            )
            .ContinueWith(_ => listening.TrySetException(new InvalidOperationException($"It ended: {Output}")), TaskScheduler.Default);
        _ = ReadAsync(process.StandardError, _ => { });
    }

    private async Task ReadAsync(StreamReader reader, Action<string> see)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (output)
                output.Add(line);
            see(line);
        }
    }

    [GeneratedRegex("Now listening on: (?:\\\\\")?(http://[0-9.:]+)")]
    private static partial Regex ListeningLine();
}
