using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>One start of a process of the store: a process that is started again is another node.</summary>
public sealed class NodeIdentity
{
    internal const string HeartbeatPrefix = "process:";

    /// <summary>
    /// The machine, as far as process ids have one meaning there: one run of a kernel, and in it one space of process ids. Empty where
    /// that cannot be told.
    /// </summary>
    private static readonly string Place = ReadPlace();

    /// <summary>The place, the id and the start of the process, and something that no other start has.</summary>
    public string Id { get; } =
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Place}.{Environment.ProcessId}.{ReadStart(Environment.ProcessId)}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}"
        );

    /// <summary>The name of the lease by which others see that this process lives.</summary>
    internal string HeartbeatLease => HeartbeatPrefix + Id;

    public override string ToString() => Id;

    /// <summary>Whether it was a process of this machine that has ended; false for all of which that cannot be known.</summary>
    internal static bool HasExited(string id)
    {
        if (
            Place.Length == 0
            || id.Split('.') is not [var place, var process, { Length: > 0 } start, _]
            || place != Place
            || !int.TryParse(process, CultureInfo.InvariantCulture, out var processId)
        )
        {
            return false;
        }

        // Its number may be somebody else's by now; or it is there, and hidden from this user.
        return ReadStart(processId) is { Length: > 0 } now ? now != start : !Exists(processId);
    }

    private static bool Exists(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // As the kernel counts it: a clock that is set changes nothing. It stands behind the name, which may hold anything.
    private static string ReadStart(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string ReadPlace()
    {
        try
        {
            return new FileInfo("/proc/self/ns/pid").LinkTarget is { } space
                ? Convert.ToHexStringLower(
                    SHA256.HashData(Encoding.UTF8.GetBytes(File.ReadAllText("/proc/sys/kernel/random/boot_id") + space))
                )[..16]
                : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
