using System.Globalization;

namespace XthonBot.Core.Foundation.Settings;

/// <summary>How one value of the configuration is written, whatever the culture of the machine.</summary>
internal static class SettingValue
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
    private const string WholeForm = "a whole number";
    private const string DurationForm = "hours:minutes:seconds, such as 00:20:00, with days before it, such as 3.00:00:00";

    public static bool IsOne(Type type) =>
        Bare(type) is var bare
        && (
            bare.IsEnum
            || bare == typeof(string)
            || bare == typeof(bool)
            || bare == typeof(int)
            || bare == typeof(long)
            || bare == typeof(double)
            || bare == typeof(TimeSpan)
        );

    /// <returns>Its fault, to follow the key; null where it was read.</returns>
    public static string? Read(string text, Type type, out object? value)
    {
        var bare = Bare(type);
        (value, var expected) =
            bare.IsEnum ? (EnumOf(text, bare), "one of " + string.Join(", ", Enum.GetNames(bare)))
            : bare == typeof(string) ? (text, "")
            : bare == typeof(bool) ? (bool.TryParse(text, out var flag) ? flag : (object?)null, "true or false")
            : bare == typeof(int) ? (int.TryParse(text, Plain, CultureInfo.InvariantCulture, out var count) ? count : null, WholeForm)
            : bare == typeof(long) ? (long.TryParse(text, Plain, CultureInfo.InvariantCulture, out var id) ? id : null, WholeForm)
            : bare == typeof(double) ? (IsNumber(text, out var number) ? number : null, "a number such as 0.5")
            : (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null, "a duration, " + DurationForm);
        return bare == typeof(TimeSpan) && Misread(text) is { } advice ? $"is {Setting.Quoted(text)}; {advice}."
            : value is null ? $"is {Setting.Quoted(text)}; it must be {expected}."
            : null;
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    // By its name alone: .NET reads numbers, and several names with commas, as well.
    private static object? EnumOf(string text, Type type) =>
        Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse(type, name)
            : null;

    private static bool IsNumber(string text, out double number) =>
        double.TryParse(text, Plain, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    // .NET reads 72:00:00 and 5 as days, where a person means hours or minutes.
    private static string? Misread(string text)
    {
        if (
            text.Split(':', 2) is [var hours, var rest]
            && rest.Contains(':', StringComparison.Ordinal)
            && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count >= 24
        )
            return $"write {count / 24}.{count % 24:00}:{rest} for {count} hours";
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var units) && units != 0
            ? $"a number alone would be days; write {DurationForm}"
            : null;
    }
}
