using XthonBot.Bot.Callbacks;

namespace XthonBot.Bot.Chat.Routing;

/// <param name="NeedsTerms">Whether it is only for those who have accepted the terms of use.</param>
internal sealed record ChatRoute(bool NeedsTerms, Func<ChatContext, CancellationToken, Task<Screen>> AnswerAsync);

/// <summary>Who answers which command and which button, by whom they are for. The features fill it.</summary>
internal sealed class Routes
{
    /// <summary>For anybody, also before the terms are accepted.</summary>
    public RouteTable Newcomers { get; } = new();

    /// <summary>For anybody who has accepted the terms, operators among them.</summary>
    public RouteTable Customers { get; } = new();

    /// <summary>For operators alone, whatever terms they accepted: to anybody else none of this exists.</summary>
    public RouteTable Operators { get; } = new();

    /// <summary>Answers what nobody has a route for.</summary>
    public Func<ChatContext, ChatEvent, Callback?, CancellationToken, Task<Screen?>>? Otherwise { get; set; }

    public IEnumerable<Type> Buttons => Newcomers.Buttons.Concat(Customers.Buttons).Concat(Operators.Buttons).Distinct();

    /// <param name="command">The command of a text; null where it is no command, nor the label of a key.</param>
    /// <returns>Null where nobody answers it.</returns>
    public ChatRoute? Find(ChatContext chat, ChatEvent happened, string? command, Callback? callback)
    {
        if ((chat.IsOperator ? Operators.Find(happened, command, callback) : null) is { } forOperators)
            return new ChatRoute(NeedsTerms: false, forOperators);
        if (Newcomers.Find(happened, command, callback) is { } forAnybody)
            return new ChatRoute(NeedsTerms: false, forAnybody);
        return Customers.Find(happened, command, callback) is { } forCustomers ? new ChatRoute(NeedsTerms: true, forCustomers) : null;
    }
}
