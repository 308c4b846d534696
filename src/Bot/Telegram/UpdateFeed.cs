using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using XthonBot.Bot.Telegram.Updates;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Asks Telegram for updates and hands them on as they are: the client's own types refuse what they do not know, and a whole batch with it.
/// </summary>
internal sealed class UpdateFeed(IOptions<TelegramOptions> options) : IDisposable
{
    private const string TelegramUrl = "https://api.telegram.org";
    private const int PollSeconds = 30;

    /// <summary>A hundred messages of the longest kind are ten times smaller.</summary>
    private const int LongestAnswer = 64 * 1024 * 1024;

    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = PollingClient.Timeout,
        MaxResponseContentBufferSize = LongestAnswer,
    };

    private readonly Uri address = new(
        $"{(options.Value.ApiUrl.Length == 0 ? TelegramUrl : options.Value.ApiUrl.TrimEnd('/'))}/bot{options.Value.Token}/getUpdates"
    );

    /// <param name="offset">The first id that is wanted, which confirms all before; null for all that is not confirmed.</param>
    /// <param name="waits">Whether Telegram holds the answer back until there is something new.</param>
    /// <exception cref="UpdatesRefusedException">Telegram refused, or what answered is not Telegram.</exception>
    public async Task<UpdatesAnswer> AskAsync(long? offset, int limit, bool waits, CancellationToken ct)
    {
        var question = new Dictionary<string, object>
        {
            ["limit"] = limit,
            ["timeout"] = waits ? PollSeconds : 0,
            ["allowed_updates"] = WantedUpdates.Names,
        };
        if (offset is { } from)
            question["offset"] = from;
        using var content = JsonContent.Create(question);
        // With its length: not every server takes a body in chunks.
        await content.LoadIntoBufferAsync(ct);
        using var response = await http.PostAsync(address, content, ct);
        var answer = UpdatesAnswer.Read(await response.Content.ReadAsByteArrayAsync(ct));
        return answer.IsOk && response.IsSuccessStatusCode
            ? answer
            : throw new UpdatesRefusedException(
                answer.ErrorCode != 0 ? (HttpStatusCode)answer.ErrorCode : response.StatusCode,
                answer.Description ?? "no answer of the Bot API",
                answer.RetryAfterSeconds
            );
    }

    public void Dispose() => http.Dispose();
}

internal sealed class UpdatesRefusedException(HttpStatusCode status, string description, int? retryAfterSeconds)
    : Exception($"{(int)status} {description}")
{
    public HttpStatusCode Status => status;

    /// <summary>How long Telegram says to wait.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfterSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null;
}
