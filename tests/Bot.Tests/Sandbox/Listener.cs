using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Bot.Tests.Sandbox;

/// <summary>Plays the store's end of a hook: keeps what comes, answers the statuses given in turn, then 200.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly Channel<(string Body, IReadOnlyDictionary<string, string> Headers)> received = Channel.CreateUnbounded<(
        string,
        IReadOnlyDictionary<string, string>
    )>();
    private readonly Queue<int> statuses;
    private WebApplication? app;

    private Listener(int[] statuses) => this.statuses = new Queue<int>(statuses);

    public Uri Url => new(new Uri(app!.Urls.First()), "hook");

    public static async Task<Listener> StartAsync(params int[] statuses)
    {
        var listener = new Listener(statuses);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        listener.app = builder.Build();
        listener.app.Run(listener.ReceiveAsync);
        await listener.app.StartAsync(Room.Ct);
        return listener;
    }

    public async Task<(string Body, IReadOnlyDictionary<string, string> Headers)> NextAsync() => await received.Reader.ReadAsync(Room.Ct);

    public async ValueTask DisposeAsync() => await app!.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var headers = http.Request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        lock (statuses)
            http.Response.StatusCode = statuses.TryDequeue(out var status) ? status : 200;
        await received.Writer.WriteAsync((body, headers), http.RequestAborted);
        await http.Response.WriteAsync($"answered {http.Response.StatusCode}", http.RequestAborted);
    }
}
