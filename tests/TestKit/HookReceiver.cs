using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace XthonBot.TestKit;

/// <summary>A request that a customer's server got.</summary>
/// <param name="Headers">Those of Standard Webhooks, and the content type.</param>
public sealed record ReceivedHook(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string Type => Json.GetProperty("type").GetString()!;

    public JsonElement Data => Json.GetProperty("data");
}

/// <summary>A customer's server on loopback, over real HTTP.</summary>
public sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedHook> received = new();
    private readonly SemaphoreSlim arrived = new(0);

    private HookReceiver(WebApplication app) => this.app = app;

    /// <summary>The settings with which a store may go there.</summary>
    public static (string Key, string Value) Allowed => ("Webhooks:AllowedHosts", "127.0.0.1");

    public Uri Url => new(app.Urls.First() + "/hook?token=secret");

    /// <summary>The status that is answered.</summary>
    public int Status { get; set; } = 200;

    public IReadOnlyList<ReceivedHook> Received => [.. received];

    public static async Task<HookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new HookReceiver(app);
        app.Run(receiver.HandleAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Waits for one more request.</summary>
    public async Task<ReceivedHook> NextAsync()
    {
        if (!await arrived.WaitAsync(Patience.Limit))
            throw new TimeoutException("Nothing was sent to the webhook.");
        return received.Last();
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        arrived.Dispose();
    }

    private async Task HandleAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        string[] names = ["webhook-id", "webhook-timestamp", "webhook-signature", "content-type", "user-agent"];
        received.Enqueue(
            new ReceivedHook(
                http.Request.Path,
                names.ToDictionary(name => name, name => http.Request.Headers[name].ToString()),
                body.ToArray()
            )
        );
        http.Response.StatusCode = Status;
        if (Status is >= 300 and < 400)
            http.Response.Headers.Location = "/elsewhere";
        arrived.Release();
    }
}
