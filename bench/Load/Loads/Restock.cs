using System.Globalization;
using XthonBot.Load.Databases;

namespace XthonBot.Load.Loads;

/// <summary>
/// Fills shelves while the store runs, as its operator does, in the chat. Another process that wrote to a SQLite file would
/// empty the store's page cache, and so be measured with it.
/// </summary>
internal sealed class Restock(RunningStore store)
{
    /// <summary>Beyond those of the seed.</summary>
    private const long FirstPhone = 4_000_000_000;

    /// <summary>What fits into a chat message.</summary>
    private const int Most = 250;

    private long next = FirstPhone;

    public async Task FillAsync(int service, int count)
    {
        for (var left = count; left > 0; left -= Most)
        {
            var some = Math.Min(left, Most);
            var phones = string.Join('\n', Enumerable.Range(0, some).Select(_ => $"+1{next++}"));
            var done = string.Create(CultureInfo.InvariantCulture, $"Added {some}, duplicates 0, invalid 0");
            var id = RunningStore.OperatorId;
            await store.Chats.SeesAsync(
                id,
                m => m.Text?.StartsWith(done, StringComparison.Ordinal) == true,
                () => store.Chats.Say(id, $"/stock {Seed.Code(service)}\n{phones}"),
                TimeSpan.FromSeconds(30)
            );
        }
    }
}
