using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using XthonBot.Load.Databases;
using XthonBot.Sandbox;
using XthonBot.Sandbox.Hosting;

namespace XthonBot.Load.Loads;

/// <summary>The store's executable as an operator runs it, in a process of its own; its Telegram is a sandbox in this process.</summary>
internal sealed partial class RunningStore : IAsyncDisposable
{
    public const long OperatorId = 1003;
    public const string Source = "gateway";
    public const string HookSecret = "whsec_YmVuY2ggc2VjcmV0IG9mIHRoZSBnYXRld2F5";

    /// <summary>Lifts the limits of Telegram, which the sandbox does not have.</summary>
    public static readonly string[] Unlimited = ["--Telegram:MessagesPerSecond=0", "--Telegram:MessagesPerChatPerSecond=0"];

    private const int LongestLine = 400;

    private readonly Process process;
    private readonly SandboxServer sandbox;

    private RunningStore(Process process, SandboxServer sandbox, Database database, Uri url)
    {
        this.process = process;
        this.sandbox = sandbox;
        Database = database;
        Url = url;
        Chats = new Crowd(sandbox.World);
    }

    public Database Database { get; }

    public Uri Url { get; }

    public Crowd Chats { get; }

    public int ProcessId => process.Id;

    /// <summary>Its resident memory now.</summary>
    public long ResidentBytes => Status("VmRSS:");

    /// <summary>What it has worked since it began.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The most that was resident since <see cref="ForgetPeak"/>.</summary>
    public long PeakResidentBytes => Status("VmHWM:");

    /// <summary>Starts it with the defaults, but for these arguments, and waits until it is ready.</summary>
    public static async Task<RunningStore> StartAsync(
        Settings settings,
        Database database,
        SandboxServer? sandbox = null,
        params string[] arguments
    )
    {
        sandbox ??= await StartSandboxAsync();
        var start = new ProcessStartInfo(settings.Store, [.. Arguments(sandbox), .. database.Arguments, .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = settings.Folder,
        };
        var process = Children.Start(start);
        try
        {
            // Its log goes to nobody, as fast as it comes.
            var url = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = ReadAsync(process, url);
            var store = new RunningStore(process, sandbox, database, await url.Task.WaitAsync(TimeSpan.FromSeconds(60)));
            await store.UntilReadyAsync();
            return store;
        }
        catch
        {
            Children.End(process);
            await sandbox.DisposeAsync();
            throw;
        }
    }

    public static Task<SandboxServer> StartSandboxAsync() => SandboxServer.StartAsync(new SandboxOptions());

    /// <summary>Runs one of its verbs.</summary>
    public static async Task<string> RunVerbAsync(Settings settings, Database database, string verb)
    {
        var ran = await Tool.RunAsync(settings.Store, [verb, .. database.Arguments]);
        return ran.ExitCode == 0
            ? ran.Output
            : throw new InvalidOperationException($"The verb {verb} ended with {ran.ExitCode}: {ran.Output}");
    }

    /// <summary>The peak of the resident memory is counted from here on.</summary>
    public Task ForgetPeakAsync() => File.WriteAllTextAsync($"/proc/{process.Id}/clear_refs", "5");

    /// <summary>SIGTERM, as a service manager sends it; anything but an orderly end is an error.</summary>
    public async Task StopAsync()
    {
        await Tool.RunAsync("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The store ended with {process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        Children.End(process);
        await sandbox.DisposeAsync();
    }

    private static string[] Arguments(SandboxServer sandbox) =>
        [
            "--Urls=http://127.0.0.1:0",
            $"--Telegram:Token={new SandboxOptions().Token}",
            $"--Telegram:ApiUrl={sandbox.Url}",
            $"--Telegram:AdminIds={OperatorId}",
            $"--Inbound:Sources:{Source}:Kind=Generic",
            $"--Inbound:Sources:{Source}:Secret={HookSecret}",
            // The limits are on, so that they cost what they cost; no customer needs as much as this load.
            "--RateLimit:PerKey=1000000000",
            "--RateLimit:PerAddress=1000000000",
            "--Orders:MaxOpenPerCustomer=1000000000",
        ];

    private static async Task ReadAsync(Process process, TaskCompletionSource<Uri> url)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!url.Task.IsCompleted && ListeningLine().Match(line) is { Success: true } match)
                url.TrySetResult(new Uri(match.Groups[1].Value));
            else if (line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal))
                await Console.Error.WriteLineAsync($"    the store says: {line[..Math.Min(line.Length, LongestLine)]}");
        }

        url.TrySetException(new InvalidOperationException("The store ended before it listened."));
    }

    private async Task UntilReadyAsync()
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await http.GetAsync(new Uri(Url, "/health/ready"), patience.Token);
            if (answer.IsSuccessStatusCode)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }
    }

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
    }

    [GeneratedRegex("Now listening on: (?:\\\\\")?(http://[0-9.:]+)")]
    private static partial Regex ListeningLine();
}
