using XthonBot.TestKit;

namespace XthonBot.Faults.Clients;

/// <summary>One person's chat, read no further back than needed.</summary>
internal sealed class Chat(SandboxTestClient telegram, long id)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <returns>The id of the message.</returns>
    public async Task<int> SaysAsync(string text) => (await telegram.SayAsync(id, text)).MessageId;

    /// <returns>The id of the update.</returns>
    public async Task<int> TapsAsync(SandboxMessage message, SandboxButton button) =>
        (await telegram.TapDataAsync(id, message.MessageId, button.CallbackData!)).UpdateId;

    /// <summary>Telegram brings an update a second time.</summary>
    public Task AgainAsync(int updateId) => telegram.RedeliverAsync(updateId);

    /// <summary>Waits for a message of the bot from this id on that holds the words.</summary>
    /// <returns>Null where none came while anybody would wait.</returns>
    public Task<SandboxMessage?> SeesAsync(int from, string words, TimeSpan? patience = null) =>
        SeesAsync(from, message => (message.Text ?? "").Contains(words, StringComparison.Ordinal), patience);

    /// <summary>Waits for a message of the bot from this id on that is the wanted one.</summary>
    /// <returns>Null where none came while anybody would wait.</returns>
    public async Task<SandboxMessage?> SeesAsync(int from, Func<SandboxMessage, bool> isWanted, TimeSpan? patience = null)
    {
        bool Fits(SandboxMessage message) => message.MessageId >= from && isWanted(message);
        try
        {
            return (await telegram.WaitForAsync(id, chat => chat.FromBot.Any(Fits), patience ?? Patience)).FromBot.Last(Fits);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
