using System.Text.Json;

namespace XthonBot.Sandbox.State;

/// <summary>The latest calls of the bot, in a ring that writers enter without waiting.</summary>
internal sealed class CallLog
{
    private const int Size = 20_000;

    private readonly Call?[] ring = new Call?[Size];
    private long lastNumber;

    public Call Begin(string method, long? chatId, JsonElement arguments, DateTimeOffset at)
    {
        var number = Interlocked.Increment(ref lastNumber);
        var call = new Call(number, method, chatId, arguments.ValueKind == JsonValueKind.Undefined ? null : arguments, at);
        Volatile.Write(ref ring[number % Size], call);
        return call;
    }

    public IReadOnlyList<Call> Read(string? method, long? chatId, long after) =>
        [
            .. ring.OfType<Call>()
                .Where(call =>
                    call.Number > after
                    && (method is null || call.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
                    && (chatId is null || call.ChatId == chatId)
                )
                .OrderBy(call => call.Number),
        ];
}

/// <summary>One call. The outcome is filled in when the answer goes out; null while it is under way or where it was dropped.</summary>
internal sealed record Call(long Number, string Method, long? ChatId, JsonElement? Arguments, DateTimeOffset At)
{
    /// <summary>Whether the work was done, whatever became of the answer.</summary>
    public bool Done { get; set; }
    public int? Status { get; set; }
    public string? Description { get; set; }
    public double? DurationMs { get; set; }
}
