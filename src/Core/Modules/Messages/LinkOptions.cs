using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Modules.Messages;

/// <summary>The section <c>Links</c> of the configuration: how the links of numbers are asked for their texts.</summary>
public sealed class LinkOptions
{
    /// <summary>The time from one answer of a link to the next request.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause after failures; it doubles from <see cref="Interval"/> on with each.</summary>
    public TimeSpan BackOff { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The time for one request, with all its redirects, to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest answer, uncompressed; what is longer counts as none.</summary>
    public int MaxBytes { get; set; } = 64 * 1024;

    /// <summary>Requests at a time, of one process.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>Names of hosts, or addresses as they stand in links, that may be on loopback or in a private network.</summary>
    public List<string> AllowedHosts { get; } = [];

    /// <summary>How long a link is left alone after so many failures in a row, from 1 on.</summary>
    internal TimeSpan PauseAfter(int failures)
    {
        var pause = Interval * Math.Pow(2, Math.Min(failures, 20) - 1);
        return pause < BackOff ? pause : BackOff;
    }
}

internal sealed class LinkOptionsCheck : OptionsCheck<LinkOptions>
{
    protected override IEnumerable<string?> Problems(LinkOptions options) =>
        [
            Setting.Between("Links:Interval", options.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Setting.Between("Links:BackOff", options.BackOff, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
                ?? (
                    options.BackOff < options.Interval && options.Interval <= TimeSpan.FromHours(1)
                        ? $"Links:BackOff is '{options.BackOff:c}'; it must not be shorter than Links:Interval, which is '{options.Interval:c}'."
                        : null
                ),
            Setting.Between("Links:Timeout", options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)),
            Setting.Between("Links:MaxBytes", options.MaxBytes, 1_024, 4 * 1024 * 1024),
            Setting.Between("Links:Concurrency", options.Concurrency, 1, 256),
            Setting.Hosts("Links:AllowedHosts", options.AllowedHosts, "sms.lan"),
        ];
}
