using System.Diagnostics;
using System.Text.RegularExpressions;

namespace XthonBot.TestKit;

/// <summary>The executable itself, as an operator runs it, so that a test can kill it.</summary>
public sealed partial class StoreProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly List<string> output = [];

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
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (Output.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(words, StringComparison.Ordinal)) is { } found)
                return found[words.Length..].Trim().Split(' ')[0];
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<StoreProcess> StartAsync(params string[] arguments)
    {
        var store = Launch(null, [], arguments);
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = store.ReadAsync(store.process.StandardOutput, line =>
        {
            if (ListeningLine().Match(line) is { Success: true } match)
                listening.TrySetResult(new Uri(match.Groups[1].Value));
        }).ContinueWith(_ => listening.TrySetException(new InvalidOperationException($"It ended: {store.Output}")), TaskScheduler.Default);
        _ = store.ReadAsync(store.process.StandardError, _ => { });
        store.Url = await listening.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return store;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string workingDirectory, (string Key, string Value)[] environment, params string[] arguments)
    {
        await using var store = Launch(workingDirectory, environment, arguments);
        await Task.WhenAll(store.ReadAsync(store.process.StandardOutput, _ => { }), store.ReadAsync(store.process.StandardError, _ => { }))
            .WaitAsync(TimeSpan.FromSeconds(60));
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

    private static StoreProcess Launch(string? workingDirectory, (string Key, string Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "XthonBot.Bot.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return new StoreProcess(Process.Start(start)!);
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
