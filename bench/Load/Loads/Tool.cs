using System.Diagnostics;

namespace XthonBot.Load.Loads;

/// <summary>A program that is run to its end.</summary>
internal static class Tool
{
    /// <returns>What it wrote to both outputs.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments)
    {
        var process = Children.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            }
        );
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            Children.End(process);
        }
    }
}
