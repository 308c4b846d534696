using System.ComponentModel;
using System.Diagnostics;
using XthonBot.TestKit;

namespace XthonBot.EndToEnd.Tests;

/// <summary>One of the clients in <c>examples/</c>, running.</summary>
internal sealed class Example : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly TaskCompletionSource<string> number = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> said = [];
    private readonly Task listening;
    private readonly Task<string> printed;

    private Example(Process process)
    {
        this.process = process;
        listening = ListenAsync();
        printed = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>What it wrote to stderr, once it has ended.</summary>
    public IReadOnlyList<string> Said => said;

    /// <summary>Skips the test where the language is not installed; where it is required, the test fails.</summary>
    public static Example Start(string language, Uri store, string key, params string[] arguments)
    {
        var (command, file) = language switch
        {
            "csharp" => ("dotnet", "XthonBot.Buy.dll"),
            "python" => ("python3", "examples/python/buy.py"),
            _ => ("node", "examples/node/buy.mjs"),
        };
        var start = new ProcessStartInfo(command, [Path.Combine(AppContext.BaseDirectory, file), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (start.Environment["XTHON_URL"], start.Environment["XTHON_KEY"], start.Environment["NO_PROXY"]) = ($"{store}", key, "127.0.0.1");
        try
        {
            return new Example(Process.Start(start)!);
        }
        catch (Win32Exception) when (language != "csharp")
        {
            (language == "node" ? Needs.Node : Needs.Python).SkipUnless(isThere: false);
            throw;
        }
    }

    /// <summary>The number that it bought, as soon as it says so.</summary>
    public Task<string> NumberAsync() => number.Task.WaitAsync(Patience);

    /// <summary>SIGTERM.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", $"-TERM {process.Id}");
    }

    /// <returns>With what it ended, and what it wrote to stdout.</returns>
    public async Task<(int ExitCode, string Printed)> EndAsync()
    {
        await Task.WhenAll(listening, printed, process.WaitForExitAsync()).WaitAsync(Patience);
        return (process.ExitCode, (await printed).Trim());
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.StartsWith('+'))
                number.TrySetResult(line.Split(' ')[0]);
        }

        number.TrySetException(new InvalidOperationException($"It bought nothing: {string.Join('\n', said)}"));
    }
}
