namespace XthonBot.Sandbox.Wire;

/// <summary>
/// A call that is answered <c>"ok":false</c>. An exception, against the rule of the house, because it may come from deep inside
/// the reading of markup or under a chat's lock and always ends in the one place that writes answers.
/// </summary>
internal sealed class Refusal(int code, string description, int? retryAfterSeconds = null) : Exception(description)
{
    public int Code => code;
    public string Description => Message;
    public int? RetryAfterSeconds => retryAfterSeconds;

    public static Refusal BadRequest(string reason) => new(400, $"Bad Request: {reason}");

    public static Refusal ChatNotFound() => BadRequest("chat not found");

    public static Refusal Conflict(string reason) => new(409, $"Conflict: {reason}");
}
