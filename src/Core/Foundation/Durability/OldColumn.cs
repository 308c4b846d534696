using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>A column in which a release that did not encrypt left texts.</summary>
public sealed record OldColumn
{
    internal OldColumn(string find, RowStatement<Reprotected> update) => (Find, Update) = (find, update);

    /// <summary>Gives <c>id, at, text, code</c> of at most <c>@most</c> that are plain, from <c>@since</c> on, in their order.</summary>
    internal string Find { get; }

    /// <summary>Writes the encrypted texts, where the column still holds what was found.</summary>
    internal RowStatement<Reprotected> Update { get; }
}

internal sealed record OldText(long Id, DateTime At, string Text, string? Code);

internal sealed record Reprotected(OldText Old, ProtectedText Text, ProtectedText? Code);
