using System.Security.Cryptography;
using System.Text;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Api.Inbound;

/// <summary>
/// A message as a gateway wrote it, not yet looked at. With a text it is a message, whatever else is missing or odd: without a number
/// it waits for an operator.
/// </summary>
/// <param name="Id">The gateway's own, where it gave one.</param>
/// <param name="ReceivedAt">When the gateway had it, where it says so; UTC.</param>
internal sealed record Fields(string? Id, string? From, PhoneNumber? To, string Text, DateTime? ReceivedAt)
{
    private const int MaxLength = 255;
    private const char Replacement = '\uFFFD';

    public ReceiveMessage ToMessage(SourceSettings source) =>
        new(source.Name, KeptId(Id), SenderName.Read(From), To, Text, WithinItsSecond(ReceivedAt));

    /// <summary>A number as machines write it; null for what is none.</summary>
    public static PhoneNumber? Number(string? text) => PhoneNumber.ParseInternational(text).TryGet(out var number, out _) ? number : null;

    /// <summary>
    /// An id is kept as it is, or as its digest: cut, or without the characters that a database cannot keep, two could become one. A
    /// message without one gets one of its own, and is known again by what it says alone.
    /// </summary>
    public static string KeptId(string? id) =>
        string.IsNullOrWhiteSpace(id) ? "none:" + RandomNumberGenerator.GetHexString(32, lowercase: true)
        : IsKept(id) ? id
        : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(id)));

    public static bool IsKept(string text) =>
        text.Length is > 0 and <= MaxLength && !text.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c == Replacement);

    // A stamp in whole seconds means any instant of that second. Taken as its beginning, a message that follows a purchase within the
    // second would look older than the purchase.
    private static DateTime? WithinItsSecond(DateTime? stamp) =>
        stamp is not { } utc ? null
        : utc.Ticks % TimeSpan.TicksPerSecond == 0 && utc < DateTime.MaxValue.AddSeconds(-1) ? utc.AddMilliseconds(999)
        : utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
}
