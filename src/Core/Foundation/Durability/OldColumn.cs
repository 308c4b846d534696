using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>Where a release that did not seal left texts.</summary>
public sealed record OldColumn
{
    internal OldColumn(string find, RowStatement<Resealed> update) => (Find, Update) = (find, update);

    /// <summary>Gives <c>id, at, text, code</c> of at most <c>@most</c> that are plain, from <c>@since</c> on, in their order.</summary>
    internal string Find { get; }

    /// <summary>Writes them sealed, where they are still what was found.</summary>
    internal RowStatement<Resealed> Update { get; }
}

internal sealed record OldText(long Id, DateTime At, string Text, string? Code);

internal sealed record Resealed(OldText Old, SealedText Text, SealedText? Code);
