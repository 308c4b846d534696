using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Modules.Messages;

/// <summary>The section <c>Messages</c> of the configuration.</summary>
public sealed class MessageOptions
{
    /// <summary>How long texts and codes are kept; the orders stay.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(72);

    /// <summary>How long a message that comes in parts waits for those that are missing, from its first.</summary>
    public TimeSpan PartsWait { get; set; } = TimeSpan.FromMinutes(1);
}

internal sealed class MessageOptionsCheck : OptionsCheck<MessageOptions>
{
    protected override IEnumerable<string?> Problems(MessageOptions options) =>
        [
            Setting.Between("Messages:Retention", options.Retention, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650)),
            Setting.Between("Messages:PartsWait", options.PartsWait, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30)),
        ];
}
