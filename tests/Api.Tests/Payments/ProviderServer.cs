using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments;

/// <summary>A request that a provider got.</summary>
/// <param name="Action">The provider's name of the call.</param>
public sealed record ProviderRequest(
    string Action,
    string Method,
    string Path,
    IQueryCollection Query,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body
);

/// <summary>An answer of a provider.</summary>
public sealed record ProviderAnswer(int Status, string Body);

/// <summary>A provider of payments on loopback: one of the protocols answers, unless there is trouble.</summary>
internal sealed class ProviderServer : IAsyncDisposable
{
    public const string Page = "<!DOCTYPE html><html><title>502 Bad Gateway</title></html>";

    private readonly WebApplication app;
    private readonly Func<HttpRequest, byte[], string> name;
    private readonly Func<ProviderRequest, ProviderAnswer> answer;
    private readonly ConcurrentQueue<ProviderRequest> requests = new();
    private readonly ConcurrentQueue<(string Action, UpstreamTrouble Trouble, ProviderAnswer? Answer)> troubles = new();
    private readonly TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();

    private ProviderServer(WebApplication app, Func<HttpRequest, byte[], string> name, Func<ProviderRequest, ProviderAnswer> answer) =>
        (this.app, this.name, this.answer) = (app, name, answer);

    public string Url => app.Urls.First();

    public IReadOnlyList<ProviderRequest> Requests => [.. requests];

    public static async Task<ProviderServer> StartAsync(
        Func<HttpRequest, byte[], string> name,
        Func<ProviderRequest, ProviderAnswer> answer
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ProviderServer(app, name, answer);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    public int Calls(string action) => requests.Count(request => request.Action == action);

    /// <summary>The next call of this name has this trouble.</summary>
    public void Trouble(string action, UpstreamTrouble trouble) => troubles.Enqueue((action, trouble, null));

    /// <summary>The next call of this name is not carried out, and answered so.</summary>
    public void Refuse(string action, int status, string body) =>
        troubles.Enqueue((action, UpstreamTrouble.None, new ProviderAnswer(status, body)));

    public async ValueTask DisposeAsync()
    {
        stalled.TrySetResult();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        var body = bytes.ToArray();
        var request = new ProviderRequest(
            name(context.Request, body),
            context.Request.Method,
            context.Request.Path,
            context.Request.Query,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body
        );
        requests.Enqueue(request);
        var (_, trouble, refusal) =
            troubles.TryPeek(out var next) && next.Action == request.Action && troubles.TryDequeue(out next)
                ? next
                : ("", UpstreamTrouble.None, null);
        if (trouble == UpstreamTrouble.RequestLost)
        {
            context.Abort();
            return;
        }

        if (trouble == UpstreamTrouble.Stalled)
            await stalled.Task;
        ProviderAnswer said;
        lock (gate)
        {
            said =
                refusal
                ?? (trouble == UpstreamTrouble.Broken ? new ProviderAnswer(500, """{"ok":false,"success":false}""") : answer(request));
        }

        if (trouble == UpstreamTrouble.AnswerLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = said.Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(trouble == UpstreamTrouble.Garbage ? Page : said.Body);
    }
}
