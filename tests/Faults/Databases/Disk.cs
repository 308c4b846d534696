using System.ComponentModel;
using System.Diagnostics;

namespace XthonBot.Faults.Databases;

/// <summary>
/// A folder of its own for the database; a small file system in memory where one may be mounted, so that it can be filled.
/// </summary>
internal sealed class Disk : IDisposable
{
    /// <summary>Room for a run of a hundred kills, and for what PostgreSQL keeps beside its tables.</summary>
    private const int Megabytes = 384;

    private readonly string root;
    private readonly string folder;

    private Disk(string root, string folder, string? whyNotFillable) =>
        (this.root, this.folder, WhyNotFillable) = (root, folder, whyNotFillable);

    public string Folder => folder;

    /// <summary>Why this disk cannot be filled; null where it can.</summary>
    public string? WhyNotFillable { get; }

    private string Ballast => Path.Combine(folder, "ballast");

    public static Disk Make(int megabytes = Megabytes)
    {
        var root = Directory.CreateTempSubdirectory("xthon-faults-").FullName;
        // PostgreSQL runs as somebody else, who has to get in.
        Run("chmod", "755", root);
        var folder = Directory.CreateDirectory(Path.Combine(root, "disk")).FullName;
        return new Disk(root, folder, Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", folder));
    }

    /// <summary>Takes what is left, to the last page.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[1 << 20, 4096])
        {
            var block = new byte[size];
            try
            {
                while (true)
                    ballast.Write(block);
            }
            catch (IOException)
            {
                // Full, for pieces of this size.
            }
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        if (WhyNotFillable is null && Run("umount", folder) is not null)
            Run("umount", "-l", folder);
        Directory.Delete(root, recursive: true);
    }

    /// <returns>Null where it went well, else what it said.</returns>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : said;
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }
}
