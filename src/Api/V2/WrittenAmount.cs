using System.Text.RegularExpressions;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Api.V2;

/// <summary>
/// An amount as a program writes it: digits, and at most two decimals after a point. A person's ways of writing are not guessed at where a
/// program pays.
/// </summary>
internal static partial class WrittenAmount
{
    /// <returns>Null where it is none.</returns>
    public static Money? Read(string text) => Amount().IsMatch(text) && Money.Parse(text).TryGet(out var amount, out _) ? amount : null;

    [GeneratedRegex(@"\A[0-9]{1,9}(\.[0-9]{1,2})?\z")]
    private static partial Regex Amount();
}
