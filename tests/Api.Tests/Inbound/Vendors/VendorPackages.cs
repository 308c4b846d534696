using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.TestKit;

[assembly: AssemblyFixture(typeof(XthonBot.Api.Tests.Inbound.Vendors.VendorPackages))]

namespace XthonBot.Api.Tests.Inbound.Vendors;

/// <summary>The npm packages of Twilio, Telnyx, Plivo and others, pinned, installed once and asked through one process of node.</summary>
public sealed class VendorPackages : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Inbound", "Vendors");

    private readonly SemaphoreSlim turn = new(1, 1);
    private Process? node;
    private bool? isInstalled;
    private string? failure;

    /// <summary>Skips the test, with the reason, where there is no node; where it is required, the test fails.</summary>
    /// <param name="action">As in <c>vendors.js</c>, and <paramref name="arguments"/> what it takes.</param>
    internal async Task<T> AskAsync<T>(string action, JsonObject arguments)
    {
        await turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            node ??= await StartAsync();
            arguments["action"] = action;
            await node.StandardInput.WriteLineAsync(arguments.ToJsonString());
            var line = await node.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            return JsonSerializer
                .Deserialize<Reply<T>>(
                    line ?? throw new InvalidOperationException("node ended; its error stream says why."),
                    JsonSerializerOptions.Web
                )!
                .Answer;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
        {
            node.StandardInput.Close();
            await node.WaitForExitAsync();
            node.Dispose();
        }

        turn.Dispose();
    }

    private async Task<Process> StartAsync()
    {
        isInstalled ??= await InstallAsync();
        Needs.Node.SkipUnless(isInstalled.Value, failure);
        return Process.Start(
            new ProcessStartInfo("node", "vendors.js")
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
    }

    private async Task<bool> InstallAsync()
    {
        // Written by npm at the end of an installation.
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return true;
        try
        {
            // Nothing of theirs runs while they are installed.
            var start = new ProcessStartInfo("npm", "ci --ignore-scripts --no-audit --no-fund --loglevel=error")
            {
                WorkingDirectory = Folder,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using var npm = Process.Start(start)!;
            var told = npm.StandardOutput.ReadToEndAsync();
            var problems = await npm.StandardError.ReadToEndAsync();
            await Task.WhenAll(told, npm.WaitForExitAsync());
            failure = npm.ExitCode == 0 ? null : "the gateways' packages could not be installed by npm: " + problems;
            return failure is null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private sealed record Reply<T>(T Answer);
}
