using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Stock;

internal enum StockPartKind
{
    Number,

    /// <summary>Looks like a number and is none.</summary>
    NoNumber,
    Link,
    NoLink,

    /// <summary>A word, a date, a short number: what people write beside numbers.</summary>
    Note,
}

/// <summary>The kind of one place of a line.</summary>
/// <param name="Start">Within the line.</param>
internal sealed record StockPart(StockPartKind Kind, int Start, int Length)
{
    public PhoneNumber Number { get; init; }

    public string? Address { get; init; }

    public Error? Error { get; init; }

    /// <summary>The link of a number, valid or not.</summary>
    public StockPart? Link { get; set; }

    public bool IsNumber => Kind is StockPartKind.Number or StockPartKind.NoNumber;

    public int End => Start + Length;
}
