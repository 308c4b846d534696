namespace XthonBot.Sandbox.Wire;

/// <summary>The envelope around every answer of the Bot API.</summary>
internal sealed record Answer(bool Ok, object? Result, int? ErrorCode = null, string? Description = null, AnswerParameters? Parameters = null)
{
    public static Answer Of(object result) => new(true, result);

    public static Answer Error(int code, string description, int? retryAfterSeconds = null) =>
        new(false, null, code, description, retryAfterSeconds is { } seconds ? new AnswerParameters(seconds) : null);
}

internal sealed record AnswerParameters(int RetryAfter);
