using Microsoft.Extensions.Configuration;

namespace XthonBot.Core.Modules.Messages;

/// <summary>The section <c>Links</c> of the configuration: how the links of numbers are asked for their texts.</summary>
public sealed class LinkOptions
{
    /// <summary>From one answer of a link to the next question.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause after failures; it doubles from <see cref="Interval"/> on with each.</summary>
    public TimeSpan BackOff { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>For one question, with all its redirects, to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest answer, uncompressed; what is longer counts as none.</summary>
    public int MaxBytes { get; set; } = 64 * 1024;

    /// <summary>Questions at a time, of one process.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>Names of hosts, or addresses as they stand in links, that may be on loopback or in a private network.</summary>
    public List<string> AllowedHosts { get; } = [];

    /// <summary>How long a link is left alone after so many failures in a row, from 1 on.</summary>
    internal TimeSpan PauseAfter(int failures)
    {
        var pause = Interval * Math.Pow(2, Math.Min(failures, 20) - 1);
        return pause < BackOff ? pause : BackOff;
    }

    /// <summary>A list is also written as one value with commas.</summary>
    internal void Read(IConfigurationSection section)
    {
        section.Bind(this);
        AllowedHosts.AddRange((section[nameof(AllowedHosts)] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    internal IEnumerable<(bool IsValid, string Problem)> Checks()
    {
        yield return (Between(Interval, 1, 3600), "Links:Interval must be between 00:00:01 and 01:00:00");
        yield return (Between(BackOff, 1, 86_400) && BackOff >= Interval, "Links:BackOff must be between Links:Interval and 1.00:00:00");
        yield return (Between(Timeout, 1, 120), "Links:Timeout must be between 00:00:01 and 00:02:00");
        yield return (MaxBytes is >= 1_024 and <= 4 * 1024 * 1024, "Links:MaxBytes must be between 1024 and 4194304");
        yield return (Concurrency is >= 1 and <= 256, "Links:Concurrency must be between 1 and 256");
        yield return (AllowedHosts.TrueForAll(IsHost), "Links:AllowedHosts must be names of hosts, such as sms.lan, without a scheme, a port or a path");
    }

    private static bool Between(TimeSpan value, int least, int most) => value >= TimeSpan.FromSeconds(least) && value <= TimeSpan.FromSeconds(most);

    internal static bool IsHost(string host) => Uri.CheckHostName(host) != UriHostNameType.Unknown;
}
