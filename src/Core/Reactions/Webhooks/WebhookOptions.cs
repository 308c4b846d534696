using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>The section <c>Webhooks</c> of the configuration: how customers' endpoints are told.</summary>
public sealed class WebhookOptions
{
    /// <summary>For one try, to the end of the answer's headers.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After so long without a success a failing webhook is switched off.</summary>
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>
    /// Names of hosts, or addresses as they stand in URLs, that may be on loopback or in a private network, and may speak plain HTTP.
    /// </summary>
    public List<string> AllowedHosts { get; } = [];
}

internal sealed class WebhookOptionsCheck : OptionsCheck<WebhookOptions>
{
    protected override IEnumerable<string?> Problems(WebhookOptions options) =>
        [
            Setting.Between("Webhooks:Timeout", options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            Setting.Between("Webhooks:DisableAfter", options.DisableAfter, TimeSpan.FromHours(1), TimeSpan.FromDays(365)),
            Setting.Hosts("Webhooks:AllowedHosts", options.AllowedHosts, "hooks.lan"),
        ];
}
