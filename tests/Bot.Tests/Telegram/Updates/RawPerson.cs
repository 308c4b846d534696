using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Telegram.Updates;

/// <summary>Somebody whose updates are whatever a test likes.</summary>
internal sealed partial class RawPerson(RawStore store, long id)
{
    private static long lastId = 100_000;

    public long Id => id;

    /// <param name="content">The fields of the message beside its frame, such as <c>"text":"/help"</c>.</param>
    /// <param name="updateId">Its own where it is left out.</param>
    public Task<int> SaysAsync(string content, long? updateId = null)
    {
        var next = Interlocked.Increment(ref lastId);
        return BringAsync(
            updateId ?? next,
            $$"""
            "message":{"message_id":{{next}},"date":1764000000,"chat":{"id":{{id}},"type":"private"},"from":{"id":{{id}},"first_name":"Olga"},{{content}} }
            """
        );
    }

    /// <param name="shown">The message under which the button stands.</param>
    /// <param name="label">The beginning of what stands on it.</param>
    public Task<int> TapsAsync(RawCall shown, string label)
    {
        var next = Interlocked.Increment(ref lastId);
        var data = Buttons(shown)
            .First(button => button.GetProperty("text").GetString()!.StartsWith(label, StringComparison.Ordinal))
            .GetProperty("callback_data")
            .GetString();
        return BringAsync(
            next,
            $$"""
            "callback_query":{"id":"{{next}}","from":{"id":{{id}},"first_name":"Olga"},"data":"{{data}}","message":{"message_id":1,"date":1,"chat":{"id":{{id}},"type":"private"} } }
            """
        );
    }

    /// <summary>Waits for a message that is sent or edited, and holds the text.</summary>
    public async Task<RawCall> SeesAsync(string text)
    {
        await Patience.UntilAsync(() => Seen(text), seen => seen is not null, wanted: $"“{text}” in chat {id}");
        return Seen(text)!;
    }

    public int Count(string text) => store.Telegram.Calls.Count(call => Holds(call, text));

    private RawCall? Seen(string text) => store.Telegram.Calls.LastOrDefault(call => Holds(call, text));

    // As it is read, without its tags.
    private bool Holds(RawCall call, string text) =>
        call.Chat == id && WebUtility.HtmlDecode(Tag().Replace(call.Text, "")).Contains(text, StringComparison.Ordinal);

    private Task<int> BringAsync(long updateId, string content) =>
        store.BringAsync(updateId, Encoding.UTF8.GetBytes($$"""{"update_id":{{updateId}},{{content}} }"""));

    private static IEnumerable<JsonElement> Buttons(RawCall shown) =>
        shown.Arguments.GetProperty("reply_markup").GetProperty("inline_keyboard").EnumerateArray().SelectMany(row => row.EnumerateArray());

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
