using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Api;
using XthonBot.Bot.Hosting;
using XthonBot.Core;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Integrations;

namespace XthonBot.TestKit;

/// <summary>The REST API on a port of its own, over a real database, with a clock that the test moves and a log that it can read.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    /// <summary>The secret of the source <c>gateway</c>, which is there unless other settings name it.</summary>
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly WebApplication app;

    private ApiHost(WebApplication app, TestStore store, LogBook logs)
    {
        this.app = app;
        Store = store;
        Logs = logs;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    /// <summary>The store behind the API.</summary>
    public TestStore Store { get; }

    public HttpClient Client { get; }

    public LogBook Logs { get; }

    public static Task<ApiHost> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    /// <param name="replace">Runs after everything is registered.</param>
    public static async Task<ApiHost> StartAsync(Action<IServiceCollection> replace, params (string Key, string Value)[] settings)
    {
        var database = await TestDatabase.MakeAsync();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        var logs = new LogBook();
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = database.Folder, EnvironmentName = "Production" }
        );
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Urls"] = "http://127.0.0.1:0",
                ["Inbound:Sources:gateway:Kind"] = "Generic",
                ["Inbound:Sources:gateway:Secret"] = Secret,
            }
        );
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder
            .Services.AddSingleton<RecordingChannel>()
            .AddSingleton<INotificationChannel>(p => p.GetRequiredService<RecordingChannel>())
            .AddIntegrations();
        builder.Services.AddStore(builder.Configuration, database.Provider, database.ConnectionString);
        builder.Services.AddProtection(database.Provider, database.ConnectionString);
        builder.Services.AddStoreApi(builder.Configuration);
        replace(builder.Services);

        var app = builder.Build();
        var store = TestStore.Inside(database, (ServiceProvider)app.Services, time);
        try
        {
            app.MapStoreApi();
            await app.StartAsync();
            return new ApiHost(app, store, logs);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public async Task<string> KeyAsync(CustomerProfile customer) =>
        (
            await Store
                .Get<IssueApiKeyHandler>()
                .HandleAsync(new IssueApiKey(customer.Id, $"{Guid.CreateVersion7()}"), CancellationToken.None)
        )
            .Value
            .Key;

    public Task<ApiReply> GetAsync(string path, string? key = null) => SendAsync(HttpMethod.Get, path, key);

    public Task<ApiReply> PostAsync(string path, string? key = null, HttpContent? body = null) =>
        SendAsync(HttpMethod.Post, path, key, body);

    /// <param name="path">Under <c>/api/v2</c> unless it begins with a slash of its own, as in <c>balance</c> or <c>/docs</c>.</param>
    public async Task<ApiReply> SendAsync(HttpMethod method, string path, string? key = null, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : "/api/v2/" + path) { Content = body };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("X-API-Key", key);
        return await SendAsync(request);
    }

    public async Task<ApiReply> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        return new ApiReply(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A message as a gateway brings it, signed now unless the test says otherwise.</summary>
    public Task<ApiReply> MessageAsync(string to, string text, string id, string? receivedAt = null) =>
        HookAsync(
            JsonSerializer.Serialize(
                new Dictionary<string, string?>
                {
                    ["from"] = "Telegram",
                    ["to"] = to,
                    ["text"] = text,
                    ["received_at"] = receivedAt,
                }
            ),
            id
        );

    /// <param name="signedBody">What the signature is made over, where that is not the body.</param>
    /// <param name="age">How long ago it was signed; negative for a clock that runs ahead.</param>
    public async Task<ApiReply> HookAsync(
        string body,
        string id = "msg_1",
        string source = "gateway",
        string secret = Secret,
        string? signedBody = null,
        TimeSpan age = default
    )
    {
        var at = (Store.Time.GetUtcNow() - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/sms/{source}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at);
        request.Headers.Add("webhook-signature", Sign(id, at, signedBody ?? body, secret));
        return await SendAsync(request);
    }

    public static string Sign(string id, string timestamp, string body, string secret = Secret) =>
        "v1,"
        + Convert.ToBase64String(
            HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}"))
        );

    /// <summary>As on SIGTERM.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        // With it go the services, which are the application's own.
        await Store.DisposeAsync();
    }
}

/// <summary>An answer, read to its end.</summary>
public sealed record ApiReply(
    HttpStatusCode Status,
    System.Net.Http.Headers.HttpResponseHeaders Headers,
    System.Net.Http.Headers.HttpContentHeaders ContentHeaders,
    string Body
)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public JsonElement Data => Json.GetProperty("data");

    public string? Message => Json.GetProperty("message").GetString();
}

/// <summary>Every line that was logged, with its exception.</summary>
public sealed class LogBook : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyList<string> Lines => [.. lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public void Dispose() { }
}
