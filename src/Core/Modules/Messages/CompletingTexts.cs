using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Modules.Catalog;

namespace XthonBot.Core.Modules.Messages;

/// <summary>Decides whether a text without a code completes its order.</summary>
internal static class CompletingTexts
{
    // In the place of the sender where a link does not show it, see PollResult.
    private const string Unknown = "—";

    /// <param name="rule">The order's.</param>
    /// <param name="senders">Its service's <see cref="Service.SenderPattern"/>.</param>
    /// <param name="sender">Null where the source does not know it.</param>
    public static bool Completes(TextCompletes? rule, string? senders, string? sender, string text) =>
        !string.IsNullOrWhiteSpace(text)
        && rule switch
        {
            TextCompletes.Any => true,
            TextCompletes.WantedSenders => senders is not null && sender is not (null or "" or Unknown) && IsWanted(senders, sender),
            _ => false,
        };

    // A pattern that cannot be asked lets texts through to their customers; no price is kept on its word. The sender alone is matched: a
    // text that names the service is not from it.
    private static bool IsWanted(string senders, string sender) =>
        ServicePatterns.AcceptsSenders(senders) && new ServicePatterns().Fits(senders, sender, sender);
}
