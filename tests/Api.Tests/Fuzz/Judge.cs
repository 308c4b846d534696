using System.Text.Json;
using System.Text.RegularExpressions;

namespace XthonBot.Api.Tests.Fuzz;

/// <summary>Says what is wrong with an answer.</summary>
internal static partial class Judge
{
    /// <summary>How long an answer may take, on a machine that does nothing else.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    /// <param name="key">The one key that is valid.</param>
    /// <returns>Null where all is well.</returns>
    public static string? Complaint(WireRequest request, WireAnswer? answer, string key) =>
        answer switch
        {
            null => request.IsForTheApi ? "no answer" : null,
            // By what was put into its line a request may seem to be of another version.
            { Status: 505 } when !request.IsForTheApi => null,
            { Status: >= 500 } => $"status {answer.Status}",
            // What the server itself refuses, and what is somewhere else, comes without a body.
            { Body: "" } when !request.IsForTheApi || request.Method == "HEAD" || answer.Status == 204 => null,
            _ when request.Room == Room.Facade => Words(request, answer),
            _ when !request.IsForTheApi && answer["Content-Type"] is "text/html; charset=utf-8" => null,
            { Status: 200 } when request.Room == Room.V2 && !request.Has("X-API-Key", key) => "let in without a key",
            _ => Envelope(request, answer),
        };

    private static string? Envelope(WireRequest request, WireAnswer answer)
    {
        if (answer["Content-Type"] != "application/json" || answer["Cache-Control"] != "no-store")
            return $"Content-Type {answer["Content-Type"]}, Cache-Control {answer["Cache-Control"]}";
        if (request is { Room: Room.Hook, IsSigned: false } && answer.Status < 300)
            return "taken without a signature";
        try
        {
            var json = JsonElement.Parse(answer.Body);
            if (request.IsOfAgent && Word(json) is { } word)
                return word == (answer.Status == 200 ? "SUCCESS" : "ERROR") ? null : $"{word} with status {answer.Status}";
            if (
                string.Join(' ', EnvelopeAssert.Fields(json)) != "ok data message"
                || json.GetProperty("ok").GetBoolean() != (answer.Status == 200)
            )
                return "no envelope";
            return answer.Status == 200 || json.GetProperty("message").GetString() is { Length: > 0 } ? null : "does not say why";
        }
        catch (JsonException)
        {
            return "no JSON";
        }
    }

    // An agent reads the word of its own protocol, which says why where it is no success. What stops before it is in the envelope.
    private static string? Word(JsonElement json) =>
        string.Join(' ', EnvelopeAssert.Fields(json)) switch
        {
            "status" => json.GetProperty("status").GetString(),
            "status error" when json.GetProperty("error").GetString() is { Length: > 0 } => json.GetProperty("status").GetString(),
            _ => null,
        };

    // A wrong method is not of the protocol.
    private static string? Words(WireRequest request, WireAnswer answer) =>
        answer.Status == 405 || (answer.Status == 404 && answer.Body.Length == 0) ? null
        : answer.Status != 200 ? $"status {answer.Status}"
        : answer.Body == "ERROR_SQL" ? "a fault"
        : ProtocolWords().IsMatch(answer.Body) || answer["Content-Type"]!.StartsWith("application/json", StringComparison.Ordinal) ? null
        : $"no words of the protocol, to {request.Method}";

    [GeneratedRegex("^[A-Z_]+(:[0-9.:]+)?$")]
    private static partial Regex ProtocolWords();
}
