using XthonBot.Core.Messages;
using XthonBot.Core.Primitives;

namespace XthonBot.Api.Inbound;

/// <summary>A message as a gateway wrote it, not yet looked at.</summary>
/// <param name="ReceivedAt">When the gateway had it, where it says so.</param>
internal sealed record Fields(string Id, string From, Result<PhoneNumber> To, string Text, DateTime? ReceivedAt)
{
    private const int MaxLength = 255;
    private const char Replacement = '\uFFFD';

    /// <param name="idName">What the gateway calls the id, and <paramref name="toName"/> the number: to tell it what is wrong.</param>
    public InboundResult ToMessage(SourceSettings source, string idName, string toName) =>
        ProblemWithId(idName, Id) is { } problem ? new InboundResult.Bad(problem)
        : To.Match<InboundResult>(
            to => new InboundResult.Messages([new ReceiveMessage(source.Name, Id, SenderName.Read(From), to, Text, AsUtc(ReceivedAt))]),
            error => new InboundResult.Bad($"{toName}: {((Error.Invalid)error).Reason}"));

    /// <summary>
    /// An id is taken as it is or not at all. Cut, or without the characters that a database cannot keep, two ids could become one, and
    /// the second message would be lost.
    /// </summary>
    public static string? ProblemWithId(string name, string id) =>
        id.Length == 0 ? $"{name} is empty"
        : id.Length > MaxLength ? $"{name} has more than {MaxLength} characters"
        : id.Any(c => char.IsControl(c) || c == Replacement) ? $"{name} has control characters, or some that are none"
        : null;

    /// <summary>A time without an offset is UTC.</summary>
    public static DateTime Utc(DateTime time) =>
        time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();

    public static DateTime? AsUtc(DateTime? stamp)
    {
        if (stamp is not { } time)
            return null;
        var utc = Utc(time);

        // A stamp in whole seconds means any instant of that second. Taken as its beginning, a message
        // that follows a purchase within the second would look older than the purchase and be nobody's.
        return utc.Ticks % TimeSpan.TicksPerSecond == 0
            ? utc.AddMilliseconds(999)
            : utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
    }
}
