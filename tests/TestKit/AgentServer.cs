using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace XthonBot.TestKit;

/// <summary>A number that the agent gave to the hub.</summary>
public sealed class GivenNumber(long id, string service, string phone)
{
    public long Id => id;

    public string Service => service;

    public string Phone => phone;

    /// <summary>What the hub ended it by; null while it lasts.</summary>
    public int? Status { get; set; }

    /// <summary>Each FINISH_ACTIVATION that came for it.</summary>
    public List<int> Finishes { get; } = [];
}

/// <summary>How an agent writes.</summary>
public sealed record AgentDialect
{
    public string Country { get; init; } = "usaphysical";

    public string Operator { get; init; } = "any";

    /// <summary>Numbers and ids as texts.</summary>
    public bool WritesTexts { get; init; }

    public string Success { get; init; } = "SUCCESS";

    public HttpStatusCode Ok { get; init; } = HttpStatusCode.OK;

    /// <summary>Compresses what it answers and what it pushes.</summary>
    public bool Gzips { get; init; } = true;
}

/// <summary>
/// The software of a SIM bank, as the agents that others wrote: it has a free SIM for one activation at a time, pushes texts only for
/// numbers
/// that the hub took, repeats each until it reads SUCCESS, and compares ids by their JSON type as well.
/// </summary>
public sealed class AgentServer : IAsyncDisposable
{
    public const string Key = "protocol-key-of-the-bank-1";
    private readonly WebApplication app;
    private readonly HttpClient http = new();
    private readonly List<string> sims = [];
    private readonly List<GivenNumber> activations = [];
    private readonly List<(long Id, string Phone, string From, string Text)> unsent = [];
    private readonly ConcurrentQueue<(string Action, UpstreamTrouble Trouble)> troubles = new();
    private readonly ConcurrentQueue<JsonObject> asked = new();
    private readonly TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private long lastId = 354;
    private long lastSms;

    private AgentServer(WebApplication app) => this.app = app;

    public Uri Url => new(app.Urls.First() + "/smshub.php");

    public AgentDialect Dialect { get; set; } = new();

    public string Service { get; set; } = "tg";

    /// <summary>What it answers to a request for a number in place of giving one.</summary>
    public string? AnswerToBuy { get; set; }

    public IReadOnlyList<GivenNumber> Given
    {
        get
        {
            lock (gate)
                return [.. activations];
        }
    }

    /// <summary>What the hub asked, in the order in which it came.</summary>
    public IReadOnlyList<JsonObject> Asked => [.. asked];

    public int Unsent
    {
        get
        {
            lock (gate)
                return unsent.Count;
        }
    }

    public static async Task<AgentServer> StartAsync(params string[] sims)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new AgentServer(app);
        server.sims.AddRange(sims);
        app.MapPost("/smshub.php", server.HandleAsync);
        foreach (var action in (string[])["getServices", "getNumber", "finishActivation"])
            app.MapPost("/reseller/" + action, server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>The settings of a store that is its hub.</summary>
    public (string Key, string Value)[] Settings(string name = "bank", params (string Key, string Value)[] more) =>
        [
            .. more.Concat<(string Key, string Value)>([
                    ("Kind", "Agent"),
                    ("Url", Url.ToString()),
                    ("ApiKey", Key),
                    ("Services:tg", Service),
                    ("Timeout", "00:00:02"),
                ])
                .DistinctBy(setting => setting.Key)
                .Select(setting => ($"Suppliers:{name}:{setting.Key}", setting.Value)),
        ];

    public void Add(string sim)
    {
        lock (gate)
            sims.Add(sim);
    }

    /// <summary>It was installed anew: it knows nothing of before, and counts from the beginning.</summary>
    public void Forget()
    {
        lock (gate)
        {
            activations.Clear();
            unsent.Clear();
            (lastId, lastSms) = (354, 0);
        }
    }

    public void Trouble(string action, UpstreamTrouble trouble) => troubles.Enqueue((action, trouble));

    public void GoOn() => stalled.TrySetResult();

    public int Calls(string action) => asked.Count(call => (string?)call["action"] == action);

    /// <summary>A text reaches one of its SIMs. It is kept for the hub only while the hub has the number.</summary>
    public void Receive(string phone, string text, string from = "Telegram")
    {
        lock (gate)
        {
            if (activations.Any(a => a.Phone == phone && a.Status is null))
                unsent.Add((++lastSms, phone, from, text));
        }
    }

    /// <summary>Somebody with its key pushes a text for a number that is none of its own.</summary>
    public Task BorrowAsync(string phone, string text, Uri hub)
    {
        lock (gate)
            unsent.Add((++lastSms, phone, "Telegram", text));
        return PushAsync(hub);
    }

    /// <summary>Pushes all that was not taken yet, as it does every ten seconds.</summary>
    /// <returns>The answers.</returns>
    public async Task<IReadOnlyList<(int Status, string Body)>> PushAsync(Uri hub, string key = Key)
    {
        var answers = new List<(int, string)>();
        List<(long Id, string Phone, string From, string Text)> due;
        lock (gate)
            due = [.. unsent];
        foreach (var sms in due)
        {
            var body = new JsonObject
            {
                ["action"] = "PUSH_SMS",
                ["key"] = key,
                ["smsId"] = Write(sms.Id),
                ["phone"] = Write(long.Parse(sms.Phone, CultureInfo.InvariantCulture)),
                ["phoneFrom"] = sms.From,
                ["text"] = sms.Text,
            };
            using var content = Content(body.ToJsonString());
            using var response = await http.PostAsync(hub, content);
            var answer = await response.Content.ReadAsStringAsync();
            answers.Add(((int)response.StatusCode, answer));
            if (response.IsSuccessStatusCode && (string?)JsonNode.Parse(answer)!["status"] == "SUCCESS")
            {
                lock (gate)
                    unsent.RemoveAll(s => s.Id == sms.Id);
            }
        }

        return answers;
    }

    public async ValueTask DisposeAsync()
    {
        GoOn();
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        asked.Enqueue(request);
        var action = (string)request["action"]!;
        var trouble =
            troubles.TryPeek(out var next) && next.Action == action && troubles.TryDequeue(out next) ? next.Trouble : UpstreamTrouble.None;
        if (trouble == UpstreamTrouble.RequestLost)
        {
            context.Abort();
            return;
        }

        if (trouble == UpstreamTrouble.Broken)
        {
            context.Response.StatusCode = 500;
            return;
        }

        if (trouble == UpstreamTrouble.Stalled)
            await stalled.Task;
        JsonObject answer;
        lock (gate)
            answer = (string?)request["key"] == Key ? Answer(action, request, trouble) : Error("wrong key");
        if (trouble == UpstreamTrouble.AnswerLost)
        {
            context.Abort();
            return;
        }

        using var content = Content(trouble == UpstreamTrouble.Garbage ? "<html>502 Bad Gateway</html>" : answer.ToJsonString());
        context.Response.StatusCode = (int)Dialect.Ok;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.ContentEncoding = content.Headers.ContentEncoding.ToArray();
        await content.CopyToAsync(context.Response.Body, CancellationToken.None);
    }

    private JsonObject Answer(string action, JsonObject request, UpstreamTrouble trouble) =>
        action switch
        {
            "GET_SERVICES" => Ok(
                (
                    "countryList",
                    new JsonArray(
                        new JsonObject
                        {
                            ["country"] = Dialect.Country,
                            ["operatorMap"] = new JsonObject
                            {
                                [Dialect.Operator] = new JsonObject { [Service] = Write(Free().Count()), ["zz"] = 7 },
                            },
                        }
                    )
                )
            ),
            "GET_NUMBER" => Give(request, trouble),
            "FINISH_ACTIVATION" => Finish(request),
            _ => Error("unknown action"),
        };

    private JsonObject Give(JsonObject request, UpstreamTrouble trouble)
    {
        if (AnswerToBuy is not null)
            return new JsonObject { ["status"] = AnswerToBuy };
        // Each of these is checked by one agent or another.
        if (
            (string?)request["country"] != Dialect.Country
            || (string?)request["operator"] != Dialect.Operator
            || (string?)request["service"] != Service
            || request["sum"] is not JsonValue
        )
            return Error("unknown country, operator or service");
        var excluded = request["exceptionPhoneSet"]?.AsArray().Select(prefix => (string)prefix!).ToList() ?? [];
        if (trouble == UpstreamTrouble.SoldTwice)
            return Number(activations[^1]);
        if (Free().FirstOrDefault(sim => !excluded.Any(prefix => sim.StartsWith(prefix, StringComparison.Ordinal))) is not { } free)
            return new JsonObject { ["status"] = "NO_NUMBERS" };
        activations.Add(new GivenNumber(++lastId, Service, free));
        return trouble == UpstreamTrouble.NoPhone ? Ok(("number", "soon"), ("activationId", Write(lastId))) : Number(activations[^1]);
    }

    private JsonObject Number(GivenNumber activation) =>
        Ok(
            ("number", Write(long.Parse(activation.Phone, CultureInfo.InvariantCulture))),
            ("activationId", Write(activation.Id)),
            ("flashcall", false)
        );

    private JsonObject Finish(JsonObject request)
    {
        if (activations.FirstOrDefault(a => JsonNode.DeepEquals(Write(a.Id), request["activationId"])) is not { } activation)
            return Error("no such activation");
        activation.Status ??= (int)request["status"]!;
        activation.Finishes.Add((int)request["status"]!);
        if (activation.Finishes[^1] == 5)
            activation.Status = 5;
        return Ok();
    }

    private IEnumerable<string> Free() => sims.Where(sim => !activations.Any(a => a.Phone == sim && a.Status is null));

    private JsonObject Ok(params (string Name, JsonNode? Value)[] fields)
    {
        var answer = new JsonObject { ["status"] = Dialect.Success };
        foreach (var (name, value) in fields)
            answer[name] = value;
        return answer;
    }

    private static JsonObject Error(string what) => new() { ["status"] = "ERROR", ["error"] = what };

    private JsonValue Write(long number) =>
        Dialect.WritesTexts ? JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)) : JsonValue.Create(number);

    private ByteArrayContent Content(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        if (Dialect.Gzips)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
                gzip.Write(bytes);
            bytes = packed.ToArray();
        }

        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (Dialect.Gzips)
            content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
