using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.State;

/// <summary>Files that passed through a chat. The oldest go first when they fill the memory.</summary>
internal sealed class Files
{
    private const long Capacity = 256L * 1024 * 1024;

    private readonly ConcurrentDictionary<string, StoredFile> byId = new();
    private readonly ConcurrentDictionary<string, StoredFile> byPath = new();
    private readonly ConcurrentQueue<StoredFile> order = new();
    private long total;
    private int lastNumber;

    public StoredFile Add(string name, string mimeType, byte[] content, string folder)
    {
        var number = Interlocked.Increment(ref lastNumber);
        var extension =
            Path.GetExtension(name) is { Length: > 1 and <= 10 } given && given.Skip(1).All(char.IsAsciiLetterOrDigit) ? given : "";
        // The same content has the same one, so that a bot knows a file that it saw before.
        var unique = "sb" + Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));
        var file = new StoredFile(
            string.Create(CultureInfo.InvariantCulture, $"SBX-{folder}-{number:x6}"),
            unique,
            name,
            mimeType,
            $"{folder}/file_{number}{extension}",
            content
        );
        byId[file.FileId] = file;
        byPath[file.FilePath] = file;
        order.Enqueue(file);
        Interlocked.Add(ref total, content.Length);
        while (Interlocked.Read(ref total) > Capacity && order.Count > 1 && order.TryDequeue(out var oldest))
        {
            byId.TryRemove(oldest.FileId, out _);
            byPath.TryRemove(oldest.FilePath, out _);
            Interlocked.Add(ref total, -oldest.Content.Length);
        }
        return file;
    }

    public StoredFile? Find(string? fileId) => fileId is null ? null : byId.GetValueOrDefault(fileId);

    public StoredFile? FindByPath(string path) => byPath.GetValueOrDefault(path);
}

internal sealed record StoredFile(string FileId, string FileUniqueId, string Name, string MimeType, string FilePath, byte[] Content)
{
    public Document AsDocument() => new(FileId, FileUniqueId, Name, MimeType, Content.Length);
}
