using System.Net.Http.Headers;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Gateway;

/// <summary>
/// Posts updates to the bot's webhook until it answers 2xx. As on Telegram: one chat in order, chats side by side up to
/// <c>max_connections</c>.
/// </summary>
internal sealed class WebhookSender(Uri url, string? secret, int connections, HttpClient http, TimeProvider time, Action<Update> delivered)
    : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<long, Queue<Update>> chats = [];
    private readonly CancellationTokenSource stop = new();

    /// <summary>Never disposed: what is under way still releases it, and without a wait handle it holds nothing.</summary>
    private readonly SemaphoreSlim free = new(connections);
    private volatile LastFailure? failure;

    private sealed record LastFailure(DateTimeOffset At, string What);

    public Uri Url => url;
    public int Connections => connections;
    public DateTimeOffset? LastErrorAt => failure?.At;
    public string? LastError => failure?.What;

    public void Enqueue(Update update)
    {
        lock (chats)
        {
            if (chats.TryGetValue(update.ChatId, out var waiting))
            {
                waiting.Enqueue(update);
                return;
            }
            chats[update.ChatId] = new Queue<Update>([update]);
        }
        _ = DrainAsync(update.ChatId);
    }

    public void Dispose() => stop.Cancel();

    private async Task DrainAsync(long chatId)
    {
        // The caller holds a lock; no network call may run under it.
        await Task.Yield();
        try
        {
            while (true)
            {
                Update next;
                lock (chats)
                {
                    if (!chats[chatId].TryPeek(out next!))
                    {
                        chats.Remove(chatId);
                        return;
                    }
                }
                await DeliverAsync(next);
                delivered(next);
                lock (chats)
                    chats[chatId].Dequeue();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The webhook was taken away; what was not delivered still waits in the stream.
        }
    }

    private async Task DeliverAsync(Update update)
    {
        var body = Json.Bytes(update);
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await free.WaitAsync(stop.Token);
            try
            {
                if (await TryAsync(body))
                    return;
            }
            finally
            {
                free.Release();
            }
            await Task.Delay(pause, time, stop.Token);
        }
    }

    private async Task<bool> TryAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (secret is not null)
            request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            if (response.IsSuccessStatusCode)
                return true;
            failure = new LastFailure(
                time.GetUtcNow(),
                $"Wrong response from the webhook: {(int)response.StatusCode} {response.ReasonPhrase}"
            );
        }
        catch (HttpRequestException error)
        {
            failure = new LastFailure(time.GetUtcNow(), error.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            failure = new LastFailure(time.GetUtcNow(), "Read timeout expired");
        }
        return false;
    }
}
