using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Home;

/// <summary>Turns away whoever is banned, and words that are not the person's own.</summary>
internal sealed class Admission(HomeScreens home) : IChatGate
{
    public Task<Screen?> AnswerAsync(ChatContext visit, ChatEvent happened, ChatRoute? route, CancellationToken ct) =>
        Task.FromResult(
            // Nobody who runs the store is locked out of it.
            visit.Customer.IsBanned && !visit.IsOperator
                ? home.Banned(visit) with
                {
                    AsNew = true,
                }
            : visit.IsAdmitted && happened.By is not Authorship.Own ? HomeScreens.NotTheirs(visit, happened.By)
            : null
        );
}
