using System.ComponentModel;
using System.Diagnostics;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments;

/// <summary>Node as a witness: its own cryptography, and none of the store's code.</summary>
internal static class Witness
{
    /// <returns>The text that the script writes, without the end of the line.</returns>
    /// <remarks>Skips the test, with the reason, where there is no node.</remarks>
    public static async Task<string> NodeAsync(string script, byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["-e", script, "--", .. arguments])
            start.ArgumentList.Add(argument);
        using var node = Start(start);
        Needs.Node.SkipUnless(node is not null);
        await node!.StandardInput.BaseStream.WriteAsync(input, TestContext.Current.CancellationToken);
        node.StandardInput.Close();
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, await node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        return output.TrimEnd();
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
