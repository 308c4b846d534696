using System.Globalization;

namespace XthonBot.Core.Foundation.Settings;

/// <summary>Checks values of the configuration. An answer is the fault, in one line that begins with the key; null is fine.</summary>
public static class Setting
{
    private const int LongestShown = 60;

    public static string? Between(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{key} is '{value:c}'; it must be between {least:c} and {most:c}.");

    public static string? Between(string key, double value, double least, double most) =>
        value >= least && value <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{key} is '{value}'; it must be between {least} and {most}.");

    /// <param name="zero">The meaning of 0.</param>
    public static string? NotNegative(string key, int value, string zero) =>
        value >= 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{key} is '{value}'; it must be 0 ({zero}) or more.");

    public static string? Address(string key, string value) =>
        IsWebAddress(value)
            ? null
            : $"{key} is {Quoted(value)}; it must be an http(s) address without a query, such as https://numbers.example.org.";

    public static string? Hosts(string key, IEnumerable<string> hosts, string example) =>
        hosts.FirstOrDefault(host => Uri.CheckHostName(host) == UriHostNameType.Unknown) is { } other
            ? $"{key} holds {Quoted(other)}; it must be names of hosts, such as {example}, without a scheme, a port or a path."
            : null;

    public static bool IsWebAddress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.Query.Length + url.Fragment.Length == 0;

    /// <summary>For a line that a person reads: one line, not too long, and without the secrets that an address may carry.</summary>
    public static string Quoted(string value)
    {
        var shown = new string([.. value.Select(c => char.IsControl(c) ? ' ' : c)]);
        if (shown.LastIndexOf('@') is var host and >= 0)
            shown = string.Concat("…", shown.AsSpan(host));
        if (shown.IndexOf('?', StringComparison.Ordinal) is var query and >= 0)
            shown = string.Concat(shown.AsSpan(0, query + 1), "…");
        return shown.Length <= LongestShown ? $"'{shown}'" : $"'{shown.AsSpan(0, LongestShown)}…'";
    }
}
