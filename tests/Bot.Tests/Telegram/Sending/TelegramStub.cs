using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using XthonBot.Bot.Telegram.Sending;

namespace XthonBot.Bot.Tests.Telegram.Sending;

/// <summary>The far end of the wire: answers sendMessage as Telegram does, or as scripted for the next calls of a chat.</summary>
internal sealed class TelegramStub : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient http = new(new SentMessages { InnerHandler = new SocketsHttpHandler() });
    private readonly ConcurrentDictionary<long, ConcurrentQueue<Func<HttpContext, Task>>> scripts = new();
    private readonly ConcurrentQueue<(long ChatId, string Text)> seen = new();
    private readonly Channel<string> arrivals = Channel.CreateUnbounded<string>();
    private int lastMessageId;

    private TelegramStub(WebApplication app) => this.app = app;

    /// <summary>Every call that arrived, in order, whatever was answered.</summary>
    public IReadOnlyList<(long ChatId, string Text)> Seen => [.. seen];

    public TelegramBotClient Client { get; private set; } = null!;

    public static async Task<TelegramStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new TelegramStub(app);
        app.MapPost("/{bot}/sendMessage", stub.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var options = new TelegramBotClientOptions("1:test", address) { RetryCount = 0, RetryThreshold = 0 };
        stub.Client = new TelegramBotClient(options, stub.http);
        return stub;
    }

    /// <summary>How the next calls for this chat are answered; after that, with success.</summary>
    public void Answers(long chatId, params Func<HttpContext, Task>[] answers)
    {
        var script = scripts.GetOrAdd(chatId, _ => new());
        foreach (var answer in answers)
            script.Enqueue(answer);
    }

    /// <summary>Completes with the text of the next call that reaches Telegram.</summary>
    public Task<string> ArrivalAsync() => arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().InTime();

    public static Func<HttpContext, Task> Error(int code, string description, int? retryAfter = null) =>
        context =>
        {
            context.Response.StatusCode = code;
            object body = retryAfter is { } seconds
                ? new
                {
                    ok = false,
                    error_code = code,
                    description,
                    parameters = new { retry_after = seconds },
                }
                : new
                {
                    ok = false,
                    error_code = code,
                    description,
                };
            return context.Response.WriteAsJsonAsync(body);
        };

    public static Func<HttpContext, Task> TooMany(int seconds) => Error(429, $"Too Many Requests: retry after {seconds}", seconds);

    public static Task Garbage(HttpContext context)
    {
        context.Response.StatusCode = 502;
        return context.Response.WriteAsync("<html>Bad Gateway</html>");
    }

    /// <summary>The message is in, and the answer says so in some way of its own.</summary>
    public static Func<HttpContext, Task> Says(string body) => context => context.Response.WriteAsync(body);

    /// <summary>The message is in, its sender never learns.</summary>
    public static Task HangUp(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public static Task Silence(HttpContext context)
    {
        var hungUp = new TaskCompletionSource();
        context.RequestAborted.Register(hungUp.SetResult);
        return hungUp.Task;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var call = await JsonDocument.ParseAsync(context.Request.Body);
        var chatId = call.RootElement.GetProperty("chat_id").GetInt64();
        var text = call.RootElement.GetProperty("text").GetString()!;
        seen.Enqueue((chatId, text));
        await arrivals.Writer.WriteAsync(text);
        if (scripts.TryGetValue(chatId, out var script) && script.TryDequeue(out var answer))
            await answer(context);
        else
            await SucceedAsync(context, chatId, text);
    }

    private Task SucceedAsync(HttpContext context, long chatId, string text)
    {
        var messageId = Interlocked.Increment(ref lastMessageId);
        var result = new
        {
            message_id = messageId,
            date = 1_700_000_000,
            chat = new { id = chatId, type = "private" },
            text,
        };
        return context.Response.WriteAsJsonAsync(new { ok = true, result });
    }
}
