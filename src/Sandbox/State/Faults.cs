using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.State;

/// <summary>Trouble arranged for coming calls.</summary>
internal sealed class Faults
{
    private readonly Lock gate = new();
    private readonly List<Arranged> arranged = [];
    private int lastId;

    /// <summary>Read without the lock: nearly every call finds no fault.</summary>
    private volatile bool any;

    private sealed class Arranged(int id, Fault fault)
    {
        public int Id => id;
        public Fault Fault => fault;
        public int? Left { get; set; } = fault.Times;
    }

    public int Add(Fault fault)
    {
        lock (gate)
        {
            arranged.Add(new Arranged(++lastId, fault));
            any = true;
            return lastId;
        }
    }

    public void Clear(int? id = null)
    {
        lock (gate)
        {
            arranged.RemoveAll(one => id is null || one.Id == id);
            any = arranged.Count > 0;
        }
    }

    /// <summary>The first fault that fits the call; it counts as used.</summary>
    public Fault? Take(string method, long? chatId)
    {
        if (!any)
            return null;
        lock (gate)
        {
            var match = arranged.Find(one =>
                (one.Fault.Method is null || one.Fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
                && (one.Fault.ChatId is null || one.Fault.ChatId == chatId)
            );
            if (match is null)
                return null;
            if (match.Left is not null && --match.Left <= 0)
            {
                arranged.Remove(match);
                any = arranged.Count > 0;
            }
            return match.Fault;
        }
    }
}

/// <param name="Method">Any where null.</param>
/// <param name="ChatId">Any where null.</param>
/// <param name="Times">How many calls; null until cleared.</param>
/// <param name="ErrorCode">Answer this instead of doing the work.</param>
/// <param name="Drop"><c>before</c>: cut the connection and do nothing; <c>after</c>: do the work, lose the answer.</param>
/// <param name="Garbage">Do nothing and answer a page that is no JSON, as a proxy in trouble does.</param>
internal sealed record Fault(
    string? Method = null,
    long? ChatId = null,
    int? Times = null,
    int? ErrorCode = null,
    string? Description = null,
    int? RetryAfter = null,
    int? DelayMs = null,
    string? Drop = null,
    bool Garbage = false
)
{
    public void Check()
    {
        if (Drop is not (null or "before" or "after"))
            throw Refusal.BadRequest("drop must be before or after");
        if (Times is <= 0)
            throw Refusal.BadRequest("times must be above zero");
        if (ErrorCode is null && DelayMs is null && Drop is null && !Garbage && RetryAfter is null)
            throw Refusal.BadRequest("a fault needs error_code, retry_after, delay_ms, drop or garbage");
    }

    public BotApiResponse? Error()
    {
        if (ErrorCode == 429 || (ErrorCode is null && RetryAfter is not null))
            return BotApiResponse.Error(429, Description ?? $"Too Many Requests: retry after {RetryAfter ?? 1}", RetryAfter ?? 1);
        return ErrorCode is { } code ? BotApiResponse.Error(code, Description ?? DefaultDescription(code), RetryAfter) : null;
    }

    private static string DefaultDescription(int code) =>
        code switch
        {
            400 => "Bad Request: sandbox fault",
            403 => "Forbidden: bot was blocked by the user",
            500 => "Internal Server Error: sandbox fault",
            502 => "Bad Gateway",
            _ => "Sandbox fault",
        };
}
