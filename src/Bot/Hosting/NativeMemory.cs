using System.Runtime.InteropServices;

namespace XthonBot.Bot.Hosting;

/// <summary>Settings of glibc for the memory of SQLite; other C libraries do not know them.</summary>
internal static class NativeMemory
{
    private const int ArenaMax = -8;

    /// <summary>
    /// One area of memory for all threads. By itself glibc makes up to eight for each processor, and the one that writes to SQLite is
    /// carried on by now this thread, now that: each area would keep what the largest transaction needed. SQLite asks seldom enough
    /// for the threads not to wait for each other.
    /// </summary>
    public static void ShareArena()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = SetOption(ArenaMax, 1);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another library, such as musl, which has one area anyway.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
#pragma warning disable SYSLIB1054 // Two numbers need no generated code, which would be unsafe.
    private static extern int SetOption(int option, int value);
#pragma warning restore SYSLIB1054
}
