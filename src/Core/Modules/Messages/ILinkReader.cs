namespace XthonBot.Core.Modules.Messages;

/// <summary>Asks a link what it shows. Who adds the store gives one: Core itself knows no HTTP.</summary>
public interface ILinkReader
{
    /// <summary>Asks once, within <see cref="LinkOptions.Timeout"/>. A failure out there is an answer, never an exception.</summary>
    Task<LinkReading> ReadAsync(Uri link, CancellationToken ct);
}

/// <summary>The answer of a link.</summary>
public abstract record LinkReading
{
    private LinkReading() { }

    /// <param name="Body">As it came: plain text, HTML or JSON; empty where there is nothing.</param>
    public sealed record Shown(string Body) : LinkReading
    {
        // A record would print somebody's message.
        public override string ToString() => nameof(Shown);
    }

    /// <param name="Reason">A word for the log, without anything of the link or of what it answered, such as <c>status-404</c>.</param>
    public sealed record Failed(string Reason) : LinkReading;
}
