using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace XthonBot.Core.Foundation.Protection;

/// <summary>
/// A text of people's as a column holds it: sealed, behind a mark that names the way; or plain, from a release that did not
/// seal yet. Two seals of one text differ, so nothing sealed is ever compared.
/// </summary>
public readonly record struct SealedText(string Value)
{
    /// <summary>Another way to seal gets another mark, so that what is there stays readable.</summary>
    public const string Mark = "sealed:1:";

    public bool IsSealed => Value.StartsWith(Mark, StringComparison.Ordinal);
}

internal sealed class SealedTextConverter() : ValueConverter<SealedText, string>(text => text.Value, value => new SealedText(value));
