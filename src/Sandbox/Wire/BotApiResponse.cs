namespace XthonBot.Sandbox.Wire;

/// <summary>The envelope around every answer of the Bot API.</summary>
internal sealed record BotApiResponse(
    bool Ok,
    object? Result,
    int? ErrorCode = null,
    string? Description = null,
    ResponseParameters? Parameters = null
)
{
    public static BotApiResponse Of(object result) => new(true, result);

    public static BotApiResponse Error(int code, string description, int? retryAfterSeconds = null) =>
        new(false, null, code, description, retryAfterSeconds is { } seconds ? new ResponseParameters(seconds) : null);
}

internal sealed record ResponseParameters(int RetryAfter);
