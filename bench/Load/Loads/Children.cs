using System.Collections.Concurrent;
using System.Diagnostics;

namespace XthonBot.Load.Loads;

/// <summary>The processes that this one started, so that none of them outlives a run that is called off.</summary>
internal static class Children
{
    private static readonly ConcurrentDictionary<Process, bool> Running = [];

    public static Process Start(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        Running[process] = true;
        return process;
    }

    /// <summary>Ends it, unless it has ended.</summary>
    public static void End(Process process)
    {
        if (!Running.TryRemove(process, out _))
            return;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    public static void EndAll()
    {
        foreach (var process in Running.Keys)
            End(process);
    }
}
