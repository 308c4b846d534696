using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Telegram.Updates;

/// <summary>What the bot asked the server to do.</summary>
internal sealed record RawCall(string Method, JsonElement Arguments)
{
    public long Chat =>
        Arguments.TryGetProperty("chat_id", out var id) ? long.Parse(id.ToString(), System.Globalization.CultureInfo.InvariantCulture) : 0;

    public string Text => Arguments.TryGetProperty("text", out var text) ? text.GetString()! : "";

    public int? Topic => Arguments.TryGetProperty("message_thread_id", out var topic) ? topic.GetInt32() : null;
}

/// <summary>A Bot API server whose updates are whatever bytes a test likes; it refuses what Telegram refuses.</summary>
internal sealed partial class RawTelegram : IAsyncDisposable
{
    public const string Token = "1000000001:raw";

    private readonly Lock gate = new();
    private readonly List<(long? Id, byte[] Json)> pending = [];
    private readonly ConcurrentQueue<Func<HttpContext, Task>> scripted = new();
    private readonly ConcurrentQueue<RawCall> calls = new();
    private readonly ConcurrentDictionary<string, string> files = new();
    private TaskCompletionSource arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource filesGo = new();
    private WebApplication app = null!;
    private int lastMessageId;
    private int polls;

    public string Url { get; private set; } = "";

    public IReadOnlyList<RawCall> Calls => [.. calls];

    public int Polls => Volatile.Read(ref polls);

    /// <summary>Answers an empty poll at once, as some servers do.</summary>
    public bool IsHasty { get; set; }

    /// <summary>Brings everything again, whatever was confirmed, as a server that forgot does.</summary>
    public bool IsForgetful { get; set; }

    /// <summary>The topic that was deleted.</summary>
    public int? ClosedTopic { get; set; }

    public int Waiting
    {
        get
        {
            lock (gate)
                return pending.Count;
        }
    }

    public static async Task<RawTelegram> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new RawTelegram { app = builder.Build() };
        server.LetFilesGo();
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        server.Url = server.app.Urls.Single();
        return server;
    }

    public void Bring(params IEnumerable<(long? Id, string Json)> updates) =>
        Bring(updates.Select(u => (u.Id, Encoding.UTF8.GetBytes(u.Json))));

    public void Bring(IEnumerable<(long? Id, byte[] Json)> updates)
    {
        lock (gate)
        {
            pending.AddRange(updates);
            arrival.TrySetResult();
        }
    }

    /// <summary>A file that somebody sends by this id.</summary>
    public void Keep(string fileId, string content) => files[fileId] = content;

    /// <summary>Files do not come until they are let go.</summary>
    public void HoldFiles() => filesGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetFilesGo() => filesGo.TrySetResult();

    /// <summary>How the next poll is answered, whatever waits.</summary>
    public void Answer(int status, string body) =>
        scripted.Enqueue(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });

    /// <summary>Waits for a message of the bot to this chat that holds the text.</summary>
    public async Task<RawCall> SeesAsync(long chat, string text)
    {
        bool Fits(RawCall call) =>
            call.Chat == chat
            && call.Method.StartsWith("send", StringComparison.Ordinal)
            && $"{call.Arguments}".Contains(JsonEncodedText.Encode(text).ToString(), StringComparison.Ordinal);
        await Patience.UntilAsync(() => calls.Any(Fits), seen => seen, wanted: $"“{text}” in chat {chat}");
        return calls.Last(Fits);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var method = context.Request.Path.Value!.Split('/')[^1];
        var arguments = await ReadAsync(context.Request);
        if (method == "getUpdates")
        {
            await PollAsync(context, arguments);
            return;
        }

        if (context.Request.Path.StartsWithSegments("/file"))
        {
            await filesGo.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync(files[method]);
            return;
        }

        if (method == "getFile")
        {
            var id = arguments.GetProperty("file_id").GetString();
            await context.Response.WriteAsJsonAsync(
                new
                {
                    ok = true,
                    result = new
                    {
                        file_id = id,
                        file_unique_id = id,
                        file_path = id,
                    },
                }
            );
            return;
        }

        if (method.StartsWith("get", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync(
                """{"ok":true,"result":{"id":1000000001,"is_bot":true,"first_name":"Bot","username":"raw_bot","url":""}}"""
            );
            return;
        }

        if (Refusal(arguments) is { } refusal)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(
                new
                {
                    ok = false,
                    error_code = 400,
                    description = "Bad Request: " + refusal,
                }
            );
            return;
        }

        var call = new RawCall(method, arguments);
        calls.Enqueue(call);
        object result =
            method.StartsWith("send", StringComparison.Ordinal) || method.StartsWith("edit", StringComparison.Ordinal)
                ? new
                {
                    message_id = Interlocked.Increment(ref lastMessageId),
                    date = 1_700_000_000,
                    chat = new { id = call.Chat, type = "private" },
                }
                : true;
        await context.Response.WriteAsJsonAsync(new { ok = true, result });
    }

    private string? Refusal(JsonElement arguments)
    {
        if (
            arguments.TryGetProperty("text", out var text)
            && WebUtility.HtmlDecode(Tag().Replace(text.GetString()!, "")).Length is var length and (0 or > 4096)
        )
            return length == 0 ? "message text is empty" : "message is too long";
        if (ClosedTopic is { } closed && arguments.TryGetProperty("message_thread_id", out var topic) && topic.GetInt32() == closed)
            return "message thread not found";
        return CopyText().Matches($"{arguments}").Any(match => JsonElement.Parse($"\"{match.Groups[1].Value}\"").GetString()!.Length > 256)
            ? "BUTTON_COPY_TEXT_INVALID"
            : null;
    }

    private async Task PollAsync(HttpContext context, JsonElement question)
    {
        Interlocked.Increment(ref polls);
        if (scripted.TryDequeue(out var answer))
        {
            await answer(context);
            return;
        }

        var offset = question.TryGetProperty("offset", out var from) ? from.GetInt64() : (long?)null;
        lock (gate)
        {
            // Whatever came before what is confirmed is confirmed with it.
            if (offset is not null && !IsForgetful)
                pending.RemoveRange(0, pending.FindLastIndex(update => update.Id < offset) + 1);
        }

        var limit = question.GetProperty("limit").GetInt32();
        for (var batch = Take(limit); ; batch = Take(limit))
        {
            if (batch.Count == 0 && !IsHasty)
            {
                Task waiting;
                lock (gate)
                    waiting = (arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                if (Take(1).Count == 0)
                    await waiting.WaitAsync(context.RequestAborted);
                continue;
            }

            byte[] body =
            [
                .. """{"ok":true,"result":["""u8,
                .. batch.SelectMany((json, i) => i == 0 ? json : [(byte)',', .. json]),
                .. "]}"u8,
            ];
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }
    }

    private List<byte[]> Take(int limit)
    {
        lock (gate)
            return [.. pending.Take(limit).Select(update => update.Json)];
    }

    private static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            var fields = form.ToDictionary(f => f.Key, f => f.Value.ToString());
            foreach (var file in form.Files)
            {
                using var reader = new StreamReader(file.OpenReadStream());
                fields[file.Name] = await reader.ReadToEndAsync();
            }

            return JsonSerializer.SerializeToElement(fields);
        }

        using var body = new StreamReader(request.Body);
        var json = await body.ReadToEndAsync();
        return JsonElement.Parse(json.Length == 0 ? "{}" : json);
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("""copy_text\\*"\s*:\s*\{\\*"text\\*"\s*:\s*\\*"((?:[^"\\]|\\[^"])*)""")]
    private static partial Regex CopyText();
}
