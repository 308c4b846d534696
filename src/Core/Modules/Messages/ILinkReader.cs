namespace XthonBot.Core.Modules.Messages;

/// <summary>Reads what a link shows. The host supplies the implementation: Core itself knows no HTTP.</summary>
public interface ILinkReader
{
    /// <summary>Asks once, within <see cref="LinkOptions.Timeout"/>. A failure of the link is an answer, never an exception.</summary>
    Task<LinkReading> ReadAsync(Uri link, CancellationToken ct);
}

/// <summary>The answer of a link.</summary>
public abstract record LinkReading
{
    private LinkReading() { }

    /// <param name="Body">The body as received: plain text, HTML or JSON; empty where there is none.</param>
    public sealed record Shown(string Body) : LinkReading
    {
        // A record would print somebody's message.
        public override string ToString() => nameof(Shown);
    }

    /// <param name="Reason">A word for the log, without anything of the link or of what it answered, such as <c>status-404</c>.</param>
    public sealed record Failed(string Reason) : LinkReading;
}
