using System.Globalization;
using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Messages;

/// <param name="Text">The command's, encrypted.</param>
/// <param name="Code">The code by its source, or else by the store's own finder; encrypted.</param>
/// <param name="Stamp">When the gateway had it, as far as it can be believed: corrected by its clock, never after
/// <paramref name="Now"/>.</param>
internal sealed record ArrivedMessage(ReceiveMessage Command, ProtectedText Text, ProtectedText? Code, DateTime? Stamp, DateTime Now)
{
    // A clock that stands before this was never set: it is no clock.
    private static readonly DateTime Earliest = new(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public DateTime ReceivedAt => Stamp ?? Now;

    /// <summary>Finds the code and encrypts; both are done before the write is queued.</summary>
    public static ArrivedMessage Of(ReceiveMessage command, TextProtector protector, DateTime now)
    {
        // Patterns and people read the same sender, whatever gateway it came through.
        var read = command with
        {
            From = SenderName.Read(command.From),
        };
        return new(
            read,
            protector.Protect(read.Text),
            (read.Code ?? CodeFinder.Find(read.Text, read.From)) is { } code ? protector.Protect(code) : null,
            Believed(read, now),
            now
        );
    }

    /// <summary>See <see cref="InboundMessage.Digest"/>.</summary>
    public string Digest(byte[] secret) =>
        Command.IsFromGateway
            ? DigestKey.Digest(secret, "content", Command.Phone, StorableText.Of(Command.From), StorableText.Of(Command.Text))
            : "";

    /// <summary>See <see cref="InboundMessage.Twin"/>.</summary>
    public string? Twin(byte[] secret, string digest) =>
        !Command.IsFromGateway ? null
        : Command.Proof is { } proof ? DigestKey.Digest(secret, "proof", Command.Source, proof)
        : OwnTime is { } at ? DigestKey.Digest(secret, "time", digest, at.Ticks.ToString(CultureInfo.InvariantCulture))
        : null;

    /// <summary>As the gateway wrote it, for telling two messages apart; null where it wrote none, or put it together from parts.</summary>
    public DateTime? OwnTime => Command.FirstPartAt is null && Command.ReceivedAt is { } at && at >= Earliest ? at : null;

    // A gateway whose clock runs ahead cannot send from the future.
    private static DateTime? Believed(ReceiveMessage command, DateTime now) =>
        command.ReceivedAt is not { } at || at < Earliest ? null
        : at < now - command.ClockIsBehind ? at + command.ClockIsBehind
        : now;
}
