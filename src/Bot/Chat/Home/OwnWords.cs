using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Home;

/// <summary>Turns away words that are not the person's own. The last gate: a forwarded picture may be a receipt.</summary>
internal sealed class OwnWords : IChatGate
{
    public Task<Screen?> AnswerAsync(ChatContext chat, ChatEvent happened, ChatRoute? route, CancellationToken ct) =>
        Task.FromResult(chat.IsAdmitted && happened.By is not Authorship.Own ? HomeScreens.NotTheirs(chat, happened.By) : null);
}
