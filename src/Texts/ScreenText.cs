using System.Globalization;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Texts;

/// <summary>Time, money and long texts as people read them.</summary>
public static class ScreenText
{
    /// <summary>In UTC, to the minute.</summary>
    public static string At(DateTime at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Only the time of day.</summary>
    public static string Clock(DateTime at) => at.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>With its sign where it is negative: <c>−$1.20</c>.</summary>
    public static string Dollars(Money amount) => amount.IsNegative ? $"−${new Money(-amount.Minor)}" : $"${amount}";

    /// <summary>Cut to what fits, with a mark that something is missing.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : StorableText.Cut(text, length - 1) + "…";
}
