namespace XthonBot.TestKit;

/// <summary>Somebody with a phone in their hand.</summary>
public sealed class Person(SandboxTestClient telegram, long id)
{
    private Dictionary<int, string> before = [];

    public long Id => id;

    public async Task<SandboxPosted> Sends(string text, int? replyTo = null)
    {
        await RememberAsync();
        return await telegram.SayAsync(id, text, replyTo);
    }

    /// <summary>Sends something however it came about: forwarded, through a bot, in a topic.</summary>
    public async Task<SandboxPosted> Sends(SandboxSaid said)
    {
        await RememberAsync();
        return await telegram.PostAsync(id, said);
    }

    public async Task<SandboxPosted> SendsFile(string name, byte[] content, SandboxSaid said)
    {
        await RememberAsync();
        return await telegram.SendFileAsync(id, name, content, said);
    }

    public async Task<SandboxPosted> Edits(int messageId, string text)
    {
        await RememberAsync();
        return await telegram.EditAsync(id, messageId, text);
    }

    public async Task<SandboxPosted> SendsFile(string name, byte[] content, string? caption = null)
    {
        await RememberAsync();
        return await telegram.SendFileAsync(id, name, content, caption);
    }

    /// <summary>Taps the newest button with this label.</summary>
    public async Task<SandboxTapSent> Taps(string button, int? messageId = null)
    {
        await RememberAsync();
        return await telegram.TapAsync(id, button, messageId);
    }

    /// <summary>Waits for a message of the bot, new or changed since the last thing that this person did, that holds the text.</summary>
    public async Task<SandboxMessage> Sees(string text)
    {
        var chat = await telegram.WaitForAsync(id, now => Changed(now).Any(m => Holds(m, text)), what: $"“{text}”");
        return Changed(chat).Last(m => Holds(m, text));
    }

    public Task<SandboxChat> ChatAsync() => telegram.ChatAsync(id);

    /// <summary>How many messages of the bot hold the text, ever.</summary>
    public async Task<int> CountAsync(string text) => (await ChatAsync()).FromBot.Count(m => Holds(m, text));

    /// <summary>Waits until exactly one message of the bot holds the text, whenever that came.</summary>
    public Task SeesOnce(string text) =>
        telegram.WaitForAsync(id, now => now.FromBot.Count(m => Holds(m, text)) == 1, what: $"“{text}”, once");

    /// <summary>From here on, <see cref="Sees"/> looks at what comes now.</summary>
    public async Task RememberAsync() => before = (await telegram.ChatAsync(id)).FromBot.ToDictionary(m => m.MessageId, State);

    private IEnumerable<SandboxMessage> Changed(SandboxChat chat) =>
        chat.FromBot.Where(m => !before.TryGetValue(m.MessageId, out var state) || state != State(m));

    private static bool Holds(SandboxMessage message, string text) => (message.Text ?? "").Contains(text, StringComparison.Ordinal);

    private static string State(SandboxMessage message) => $"{message.Html}\n{message.Labels}\n{message.EditedAt:O}";
}
