using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>An answer that could not be read.</summary>
/// <param name="Status">HTTP's.</param>
/// <param name="Beginning">Without anything that may be a key, a code or a phone number.</param>
public sealed record UnreadAnswer(string Action, DateTime At, int Status, string Beginning);

/// <summary>Suppliers' answers that this process could not read, for the operator. No part of an answer is logged.</summary>
public sealed partial class SupplierNotes(IOptions<SuppliersOptions> suppliers, TimeProvider time, ILogger<SupplierNotes> log)
{
    private const int Shown = 80;
    private const int Examined = 400;

    /// <summary>The same is not logged again before.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, UnreadAnswer> unread = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> refusedKeys = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>The last one.</returns>
    public UnreadAnswer? Unread(string supplier) => unread.GetValueOrDefault(supplier);

    public bool RefusesKey(string supplier) => refusedKeys.ContainsKey(supplier);

    public void NoteUnread(string supplier, string action, int status, string answer)
    {
        var note = new UnreadAnswer(action, time.UtcNow(), status, Beginning(answer, suppliers.Value[supplier].ApiKey));
        var before = unread.GetValueOrDefault(supplier);
        if (before is not null && before with { At = note.At } == note && note.At - before.At < Quiet)
            return;
        unread[supplier] = note;
        LogUnread(log, supplier, action, status, answer.Length);
    }

    /// <summary>The answer may say whether our key is good.</summary>
    public void NoteKey(string supplier, bool isRefused)
    {
        if (isRefused && refusedKeys.TryAdd(supplier, true))
            LogKeyRefused(log, supplier, $"Suppliers:{supplier}:ApiKey");
        else if (!isRefused && refusedKeys.TryRemove(supplier, out _))
            LogKeyAccepted(log, supplier);
    }

    internal static string Beginning(string answer, string key)
    {
        var text = StorableText.Cut(answer, Examined);
        if (key.Length > 0)
            text = text.Replace(key, "…", StringComparison.OrdinalIgnoreCase);
        text = Blanks().Replace(Digits().Replace(Tokens().Replace(text, "…"), "####"), " ").Trim();
        return text.Length <= Shown ? text : StorableText.Cut(text, Shown) + "…";
    }

    [GeneratedRegex(@"[A-Za-z0-9_\-]*(?:[A-Za-z][A-Za-z0-9_\-]*[0-9]|[0-9][A-Za-z0-9_\-]*[A-Za-z])[A-Za-z0-9_\-]{10,}|[A-Za-z0-9+/=]{24,}")]
    private static partial Regex Tokens();

    [GeneratedRegex(@"\d{4,}")]
    private static partial Regex Digits();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Blanks();

    [LoggerMessage(
        LogLevel.Warning,
        "Supplier {Supplier} answered {Action} with something that cannot be read (HTTP {Status}, {Length} characters); /suppliers shows its beginning"
    )]
    private static partial void LogUnread(ILogger log, string supplier, string action, int status, int length);

    [LoggerMessage(LogLevel.Error, "Supplier {Supplier} refuses the key: correct {Setting}")]
    private static partial void LogKeyRefused(ILogger log, string supplier, string setting);

    [LoggerMessage(LogLevel.Information, "Supplier {Supplier} accepts the key again")]
    private static partial void LogKeyAccepted(ILogger log, string supplier);
}
