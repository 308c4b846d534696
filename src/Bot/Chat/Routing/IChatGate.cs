namespace XthonBot.Bot.Chat.Routing;

/// <summary>Sees every update before the feature that answers it, and may answer in its place.</summary>
internal interface IChatGate
{
    /// <param name="route">The route that would answer; null where nothing has this command or button.</param>
    /// <returns>Null to let it pass.</returns>
    Task<Screen?> AnswerAsync(ChatContext chat, ChatEvent happened, ChatRoute? route, CancellationToken ct);
}
