using System.Collections.Concurrent;
using System.Globalization;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.State;

/// <summary>Taps on inline buttons, and what the bot answered to them.</summary>
internal sealed class Taps(World world)
{
    private const int Kept = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Tap> taps = new();
    private readonly ConcurrentQueue<string> order = new();
    private long lastId = world.Time.GetUtcNow().ToUnixTimeMilliseconds() << 20;

    /// <summary>A tap with any data on any message: also one that no button carries, on a message that is gone.</summary>
    public (Tap Tap, Update Update) Send(Conversation chat, int messageId, string data)
    {
        var id = Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture);
        var tap = new Tap(id, chat.Person.Id, messageId, data, world.Time.GetUtcNow());
        taps[id] = tap;
        order.Enqueue(id);
        if (order.Count > Kept && order.TryDequeue(out var oldest))
            taps.TryRemove(oldest, out _);
        object message = chat.Find(messageId) is { } found ? found : new GoneMessage(chat.Chat, messageId);
        var query = new CallbackQuery(id, chat.User, message, id, data);
        return (tap, world.Updates.Emit(new Update { CallbackQuery = query, ChatId = tap.ChatId }));
    }

    public Tap? Find(string id) => taps.GetValueOrDefault(id);

    /// <exception cref="Refusal">The query is unknown or older than 15 seconds.</exception>
    public void Answer(string id, string? text, bool showAlert, string? url)
    {
        var now = world.Time.GetUtcNow();
        if (!taps.TryGetValue(id, out var tap) || now - tap.AskedAt > Patience)
            throw Refusal.BadRequest("query is too old and response timeout expired or query ID is invalid");
        // The person's client shows the first answer and forgets the query.
        tap.Answered.TrySetResult(new TapAnswer(text, showAlert, url, now));
    }

    /// <summary>The data behind a button of this label on a message.</summary>
    public static string? DataOf(Message message, string label)
    {
        if (message.ReplyMarkup?.Member("inline_keyboard") is not { } rows)
            return null;
        foreach (var button in Markup.Buttons(rows))
            if (button.Text("text") == label && button.Text("callback_data") is { } data)
                return data;
        return null;
    }
}

internal sealed record Tap(string QueryId, long ChatId, int MessageId, string Data, DateTimeOffset AskedAt)
{
    public TaskCompletionSource<TapAnswer> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal sealed record TapAnswer(string? Text, bool ShowAlert, string? Url, DateTimeOffset AnsweredAt);
