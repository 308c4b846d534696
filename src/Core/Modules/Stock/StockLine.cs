using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Stock;

/// <summary>One place of a stock list: a number, or why there is none. A line may have several.</summary>
/// <param name="Line">From 1, as an editor counts.</param>
/// <param name="Link">Where the number's texts can be read, an http(s) address; null where a gateway brings them.</param>
public sealed record StockLine(int Line, Result<PhoneNumber> Number, string? Link = null)
{
    /// <summary>In characters.</summary>
    public const int MostLinkLength = 2_000;

    private const int MostTextLength = 300;

    /// <summary>The text that brought no number, for the person who corrects it; its beginning where it is long.</summary>
    public string? Text { get; private init; }

    internal static StockLine Refused(int line, Error error, ReadOnlySpan<char> text) =>
        new(line, error)
        {
            Text = text.Length <= MostTextLength ? text.ToString() : string.Concat(StorableText.Cut(text, MostTextLength), "…"),
        };

    // A record would print the link, or the text of one, which may carry a secret.
    public override string ToString() => $"{Line}: {Number}";
}

/// <summary>How a list is to be read, and what was read of it beside its numbers.</summary>
public sealed class StockReading
{
    private const int MostSamples = 5;
    private const int SampleLength = 30;
    private readonly List<string> samples = [];

    /// <summary>Whether its end may be missing: Telegram cuts long messages, and the last line may go on in the next one.</summary>
    public bool MayBeCut { get; init; }

    /// <summary>The first line, where it names the columns.</summary>
    public string? Header { get; internal set; }

    /// <summary>How many words, dates and short numbers stand beside the numbers; nothing was made of them.</summary>
    public int Notes { get; private set; }

    /// <summary>The first few of those, each once.</summary>
    public IReadOnlyList<string> Samples => samples;

    internal bool HasLinks { get; set; }

    internal void Note(ReadOnlySpan<char> text)
    {
        Notes++;
        if (samples.Count == MostSamples)
            return;
        var sample = text.Length <= SampleLength ? text.ToString() : string.Concat(StorableText.Cut(text, SampleLength), "…");
        if (!samples.Contains(sample))
            samples.Add(sample);
    }
}
