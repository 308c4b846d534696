using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace XthonBot.TestKit;

/// <summary>People's side of a sandbox, over its control API: what a test does in place of thumbs.</summary>
public sealed class SandboxTestClient(Uri url) : IDisposable
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url };

    /// <summary>How many messages of a chat are read at most, where long chats would take long.</summary>
    public int Latest { get; init; } = int.MaxValue;

    /// <summary>The plain client, for what has no method here. Paths begin with <c>sandbox/api/</c>.</summary>
    public HttpClient Http => http;

    public SandboxDesk Desk => new(this);

    /// <summary>
    /// Adds a person. With <paramref name="started"/> the bot may write to them at once; otherwise they must write first, as on Telegram.
    /// </summary>
    public Task RenameAsync(long id, string firstName, string username, CancellationToken ct = default) =>
        PostAsync<JsonElement>(
            "people",
            new
            {
                Id = id,
                FirstName = firstName,
                Username = username,
                Started = true,
            },
            ct
        );

    public Task AddPersonAsync(long id, string languageCode = "en", bool started = true, CancellationToken ct = default) =>
        PostAsync<JsonElement>(
            "people",
            new
            {
                Id = id,
                LanguageCode = languageCode,
                Started = started,
            },
            ct
        );

    public async Task<SandboxPosted> SayAsync(long chat, string text, int? replyTo = null, CancellationToken ct = default) =>
        await PostAsync(chat, new SandboxSaid(text) { ReplyToMessageId = replyTo }, ct);

    /// <summary>A message of any kind, however it came about.</summary>
    public Task<SandboxPosted> PostAsync(long chat, SandboxSaid said, CancellationToken ct = default) =>
        PostAsync<SandboxPosted>($"chats/{chat}/messages", said, ct);

    public Task<SandboxPosted> EditAsync(long chat, int messageId, string text, CancellationToken ct = default) =>
        PostAsync<SandboxPosted>($"chats/{chat}/edits", new { MessageId = messageId, Text = text }, ct);

    /// <summary>Forwards a message of this chat into it.</summary>
    public Task<SandboxPosted> ForwardAsync(long chat, int messageId, CancellationToken ct = default) =>
        PostAsync<SandboxPosted>($"chats/{chat}/forwards", new { MessageId = messageId }, ct);

    public async Task<SandboxPosted> SendFileAsync(
        long chat,
        string name,
        byte[] content,
        string? caption = null,
        CancellationToken ct = default
    ) => await SendFileAsync(chat, name, content, new SandboxSaid(caption), ct);

    /// <param name="said">Its text is the caption; its kind may be <c>photo</c>.</param>
    public async Task<SandboxPosted> SendFileAsync(long chat, string name, byte[] content, SandboxSaid said, CancellationToken ct = default)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(content), "file", name);
        foreach (var field in JsonSerializer.SerializeToElement(said, Json).EnumerateObject())
            form.Add(new StringContent(field.Value.ToString()), field.Name == "text" ? "caption" : field.Name);
        using var response = await http.PostAsync(new Uri($"sandbox/api/chats/{chat}/files", UriKind.Relative), form, ct);
        return await ReadAsync<SandboxPosted>(response, ct);
    }

    /// <summary>Taps a button by its label; without a message, on the newest one that has it.</summary>
    public Task<SandboxTapSent> TapAsync(long chat, string button, int? messageId = null, CancellationToken ct = default) =>
        PostAsync<SandboxTapSent>($"chats/{chat}/taps", new { Button = button, MessageId = messageId }, ct);

    /// <summary>A tap with any data, also such as no button carries.</summary>
    public Task<SandboxTapSent> TapDataAsync(long chat, int messageId, string data, CancellationToken ct = default) =>
        PostAsync<SandboxTapSent>($"chats/{chat}/taps", new { Data = data, MessageId = messageId }, ct);

    /// <summary>The bot's answer to a tap; waits up to <paramref name="waitSeconds"/>, then answers null.</summary>
    public async Task<SandboxTapAnswer?> TapAnswerAsync(string queryId, double waitSeconds = 10, CancellationToken ct = default) =>
        (await GetAsync<SandboxTap>(FormattableString.Invariant($"taps/{queryId}?wait={waitSeconds}"), ct)).Answer;

    public Task<SandboxChat> ChatAsync(long chat, CancellationToken ct = default) =>
        GetAsync<SandboxChat>($"chats/{chat}?limit={Latest}", ct);

    /// <summary>The chat as soon as it fits. Woken by changes, no polling.</summary>
    /// <exception cref="TimeoutException">It never did; the message shows the conversation.</exception>
    public async Task<SandboxChat> WaitForAsync(
        long chat,
        Func<SandboxChat, bool> fits,
        TimeSpan? atMost = null,
        string what = "that",
        CancellationToken ct = default
    )
    {
        var began = TimeProvider.System.GetTimestamp();
        var limit = atMost ?? Patience.Limit;
        var seen = await ChatAsync(chat, ct);
        while (!fits(seen))
        {
            var left = limit - TimeProvider.System.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                throw new TimeoutException(
                    $"Chat {chat} did not come to {what}. It reads:\n" + string.Join('\n', seen.Messages.Select(m => $"{m.From}: {m.Html}"))
                );
            seen = await GetAsync<SandboxChat>(
                FormattableString.Invariant($"chats/{chat}?since={seen.Version}&wait={left.TotalSeconds:0.###}&limit={Latest}"),
                ct
            );
        }
        return seen;
    }

    public Task BlockAsync(long chat, CancellationToken ct = default) => PostAsync<JsonElement>($"chats/{chat}/block", new { }, ct);

    public Task UnblockAsync(long chat, CancellationToken ct = default) => PostAsync<JsonElement>($"chats/{chat}/unblock", new { }, ct);

    /// <summary>Arranges trouble for coming calls; members as in the control API.</summary>
    public Task FaultAsync(SandboxFault fault, CancellationToken ct = default) => PostAsync<JsonElement>("faults", fault, ct);

    public async Task ClearFaultsAsync(CancellationToken ct = default)
    {
        using var response = await http.DeleteAsync(new Uri("sandbox/api/faults", UriKind.Relative), ct);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Delivers an update again, confirmed or not.</summary>
    public async Task RedeliverAsync(int updateId, CancellationToken ct = default)
    {
        using var response = await http.PostAsJsonAsync(
            new Uri("sandbox/api/redeliver", UriKind.Relative),
            new { UpdateId = updateId },
            Json,
            ct
        );
        response.EnsureSuccessStatusCode();
    }

    public Task<IReadOnlyList<SandboxCall>> CallsAsync(string? method = null, long? chat = null, CancellationToken ct = default) =>
        GetAsync<IReadOnlyList<SandboxCall>>($"calls?method={method}" + (chat is null ? "" : $"&chat_id={chat}"), ct);

    /// <summary>The calls of one method that came after a known one.</summary>
    public Task<IReadOnlyList<SandboxCall>> CallsSinceAsync(long number, string method, CancellationToken ct = default) =>
        GetAsync<IReadOnlyList<SandboxCall>>($"calls?method={method}&after={number}", ct);

    /// <summary>How many updates the bot has not confirmed yet.</summary>
    public async Task<int> PendingUpdatesAsync(string token, CancellationToken ct = default)
    {
        using var response = await http.GetAsync(new Uri($"/bot{token}/getWebhookInfo", UriKind.Relative), ct);
        return (await ReadAsync<JsonElement>(response, ct)).GetProperty("result").GetProperty("pending_update_count").GetInt32();
    }

    /// <summary>
    /// A text message arrives at the gateway, which posts it to the store. The same <paramref name="id"/> again is a repeated delivery.
    /// </summary>
    public Task<SandboxSmsResult> SmsAsync(string from, string to, string text, string? id = null, CancellationToken ct = default) =>
        PostAsync<SandboxSmsResult>(
            "sms",
            new
            {
                From = from,
                To = to,
                Text = text,
                Id = id,
            },
            ct
        );

    public void Dispose() => http.Dispose();

    private async Task<T> GetAsync<T>(string path, CancellationToken ct)
    {
        using var response = await http.GetAsync(new Uri("sandbox/api/" + path, UriKind.Relative), ct);
        return await ReadAsync<T>(response, ct);
    }

    private async Task<T> PostAsync<T>(string path, object body, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync(new Uri("sandbox/api/" + path, UriKind.Relative), body, Json, ct);
        return await ReadAsync<T>(response, ct);
    }

    internal static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode >= HttpStatusCode.BadRequest)
            throw new HttpRequestException(
                $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(ct)}",
                null,
                response.StatusCode
            );
        return (await response.Content.ReadFromJsonAsync<T>(Json, ct))!;
    }
}
