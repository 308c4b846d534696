using System.Globalization;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>Writes enum values into statements by their names, so that no statement holds a bare number.</summary>
public static class SqlEnum
{
    /// <returns>The stored numbers, with commas between: <c>status in ({SqlEnum.Of(OrderStatus.Canceled,
    /// OrderStatus.Expired)})</c>.</returns>
    public static string Of<T>(params ReadOnlySpan<T> values)
        where T : struct, Enum
    {
        var numbers = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
            numbers[i] = Convert.ToInt64(values[i], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        return string.Join(", ", numbers);
    }
}
