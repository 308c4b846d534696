using Microsoft.Extensions.Configuration;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>The section <c>Webhooks</c> of the configuration: how customers' endpoints are told.</summary>
public sealed class WebhookOptions
{
    /// <summary>For one try, to the end of the answer's headers.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After so long without a success a failing webhook is switched off.</summary>
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Names of hosts, or addresses as they stand in URLs, that may be on loopback or in a private network, and may speak plain HTTP.</summary>
    public List<string> AllowedHosts { get; } = [];

    /// <summary>A list is also written as one value with commas.</summary>
    internal void Read(IConfigurationSection section)
    {
        section.Bind(this);
        AllowedHosts.AddRange((section[nameof(AllowedHosts)] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    internal IEnumerable<(bool IsValid, string Problem)> Checks()
    {
        yield return (Timeout >= TimeSpan.FromSeconds(1) && Timeout <= TimeSpan.FromMinutes(1), "Webhooks:Timeout must be between 00:00:01 and 00:01:00");
        yield return (DisableAfter >= TimeSpan.FromHours(1) && DisableAfter <= TimeSpan.FromDays(365), "Webhooks:DisableAfter must be between 01:00:00 and 365.00:00:00");
        yield return (AllowedHosts.TrueForAll(LinkOptions.IsHost), "Webhooks:AllowedHosts must be names of hosts, such as hooks.lan, without a scheme, a port or a path");
    }
}
