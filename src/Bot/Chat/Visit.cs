using XthonBot.Bot.Texts;
using XthonBot.Core.Customers;
using XthonBot.Core.Primitives;

namespace XthonBot.Bot.Chat;

/// <summary>One update of one person: who they are, in which words we answer, and the cause that makes its effects happen once.</summary>
/// <param name="UpdateId">Telegram's id of the update.</param>
/// <param name="BotId">Whose ids these are: another bot counts its own.</param>
internal sealed record Visit(CustomerProfile Customer, bool IsOperator, Words Words, long UpdateId, long BotId)
{
    /// <summary>Where its updates come from, in the inbox.</summary>
    public string Source => $"telegram:{BotId}";

    public Actor Operator => IsOperator
        ? Actor.Operator(Customer.TelegramId)
        : throw new InvalidOperationException("An operator's action by somebody who is none.");

    /// <summary>A reference that is the same when this update is handled again after a crash.</summary>
    public string Cause(string what) => $"update:{BotId}:{UpdateId}:{what}";
}
