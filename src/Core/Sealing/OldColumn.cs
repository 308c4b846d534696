using XthonBot.Core.Data;

namespace XthonBot.Core.Sealing;

/// <summary>Where a release that did not seal left texts.</summary>
/// <param name="Find">Gives <c>id, at, text, code</c> of at most <c>@most</c> that are plain, from <c>@since</c> on, in their order.</param>
/// <param name="Update">Writes them sealed, where they are still what was found.</param>
internal sealed record OldColumn(string Find, RowStatement<Resealed> Update);

internal sealed record OldText(long Id, DateTime At, string Text, string? Code);

internal sealed record Resealed(OldText Old, SealedText Text, SealedText? Code);
