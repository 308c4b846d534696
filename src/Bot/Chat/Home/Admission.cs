using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Home;

/// <summary>Turns away banned customers.</summary>
internal sealed class Admission(HomeScreens home) : IChatGate
{
    public Task<Screen?> AnswerAsync(ChatContext chat, ChatEvent happened, ChatRoute? route, CancellationToken ct) =>
        Task.FromResult(
            // Operators are never turned away, and the documents, and the answers about money, are there for all.
            chat.Customer.IsBanned
            && !chat.IsOperator
            && happened is not ChatEvent.Text { Command: "/paysupport" or "/privacy" or "/terms" }
                ? home.Banned(chat) with
                {
                    AsNew = true,
                }
                : null
        );
}
