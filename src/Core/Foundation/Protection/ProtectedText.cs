using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace XthonBot.Core.Foundation.Protection;

/// <summary>
/// A text of people's as a column holds it: encrypted, behind a mark that names the way; or plain, from a release that did not encrypt
/// yet. One text is encrypted to another value each time, so protected texts are never compared.
/// </summary>
public readonly record struct ProtectedText(string Value)
{
    /// <summary>Another way to encrypt gets another mark, so that stored texts stay readable.</summary>
    public const string Mark = "sealed:1:";

    public bool IsProtected => Value.StartsWith(Mark, StringComparison.Ordinal);
}

internal sealed class ProtectedTextConverter()
    : ValueConverter<ProtectedText, string>(text => text.Value, value => new ProtectedText(value));
