using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat;

/// <summary>One update of one person: who they are, in which words we answer, and the cause that makes its effects happen once.</summary>
/// <param name="UpdateId">Telegram's id of the update.</param>
/// <param name="BotId">The bot that counted the ids: another bot counts its own.</param>
internal sealed record ChatContext(CustomerProfile Customer, bool IsOperator, Words Words, long UpdateId, long BotId)
{
    /// <summary>
    /// The update's row in the inbox, which is unique: Telegram's own ids may begin again. Null where an earlier release stored it.
    /// </summary>
    public long? ItemId { get; init; }

    /// <summary>The id of this update among all of this bot.</summary>
    public long Turn => ItemId ?? UpdateId;

    /// <summary>The topic of their chat in which they wrote or tapped, and are answered.</summary>
    public int? Topic { get; init; }

    /// <summary>Where its updates come from, in the inbox.</summary>
    public string Source => $"telegram:{BotId}";

    public bool HasAcceptedTerms => Customer.TermsVersion == Words.TermsVersion;

    /// <summary>Whether the chat is open to them.</summary>
    public bool IsAdmitted => IsOperator || HasAcceptedTerms;

    public Actor Operator =>
        IsOperator
            ? Actor.Operator(Customer.TelegramId)
            : throw new InvalidOperationException("An operator's action by somebody who is none.");

    /// <summary>A reference that is the same when this update is handled again after a crash.</summary>
    public string Cause(string what) =>
        ItemId is { } item ? $"update:{BotId}:{UpdateId}:{item}:{what}" : $"update:{BotId}:{UpdateId}:{what}";
}
