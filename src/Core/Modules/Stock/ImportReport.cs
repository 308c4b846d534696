using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Stock;

/// <param name="Lines">Numbers and what should have been one, so far: a line may have several.</param>
public sealed record ImportProgress(int Lines, int Added, int Duplicates, int Invalid);

/// <param name="Service">The name of the service on whose shelf it lies; null where this list brought it before.</param>
public sealed record DuplicateNumber(int Line, PhoneNumber Number, string? Service);

/// <param name="Problems">The lines that brought no number, with the reason: the first
/// <see cref="ImportNumbersHandler.MostProblems"/>.</param>
/// <param name="Stopped">Whether somebody stopped it; what is in stays in.</param>
public sealed record ImportReport(ImportProgress Total, IReadOnlyList<StockLine> Problems, bool Stopped)
{
    public required ServiceId Service { get; init; }

    public required string ServiceName { get; init; }

    /// <summary>The free numbers of the service now.</summary>
    public int Stock { get; init; }

    /// <summary>The numbers of this top-up that are not free yet: their last order ended a moment ago.</summary>
    public int Resting { get; init; }

    /// <summary>The first <see cref="ImportNumbersHandler.MostListed"/>.</summary>
    public IReadOnlyList<DuplicateNumber> Duplicates { get; init; } = [];

    /// <summary>Numbers of a length that is not in use: the first <see cref="ImportNumbersHandler.MostListed"/>.</summary>
    public IReadOnlyList<StockLine> Unusual { get; init; } = [];

    public int UnusualCount { get; init; }
}
