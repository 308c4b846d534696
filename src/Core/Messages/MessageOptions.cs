namespace XthonBot.Core.Messages;

/// <summary>The section <c>Messages</c> of the configuration.</summary>
public sealed class MessageOptions
{
    /// <summary>How long texts and codes are kept; the orders stay.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(72);
}
