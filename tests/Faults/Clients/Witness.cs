using XthonBot.TestKit;

namespace XthonBot.Faults.Clients;

/// <summary>Somebody who writes to the store just when its database is away.</summary>
internal sealed class Witness(SandboxTestClient telegram, long id)
{
    private readonly Chat chat = new(telegram, id);
    private int asked;

    /// <returns>Whether the chat said that the database is away, or could answer all the same.</returns>
    public async Task<bool> IsToldAsync()
    {
        asked = await chat.SaysAsync("/balance");
        var told = chat.SeesAsync(asked, "cannot reach its database", TimeSpan.FromSeconds(15));
        var answered = chat.SeesAsync(asked, "Balance:", TimeSpan.FromSeconds(15));
        return await await Task.WhenAny(told, answered) is not null;
    }

    /// <returns>Whether the question was answered once the database was back.</returns>
    public async Task<bool> IsAnsweredAsync() => await chat.SeesAsync(asked, "Balance:", TimeSpan.FromSeconds(40)) is not null;
}
