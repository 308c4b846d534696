using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace XthonBot.TestKit;

/// <summary>What goes wrong with one request to an upstream store.</summary>
public enum UpstreamTrouble
{
    None,

    /// <summary>It is carried out, and the connection cut before the answer.</summary>
    AnswerLost,

    /// <summary>The connection is cut before anything is done.</summary>
    RequestLost,

    /// <summary>It is carried out, and answered with a page of a proxy.</summary>
    Garbage,

    /// <summary>It is carried out once <see cref="UpstreamServer.GoOn"/> is called, long after whoever asked has left.</summary>
    Stalled,

    /// <summary>What was sold last is sold again.</summary>
    SoldTwice,

    /// <summary>It is carried out, and something that is no phone number is given.</summary>
    NoPhone,

    /// <summary>HTTP 500, and nothing done.</summary>
    Broken,
}

/// <summary>A number that the upstream store sold.</summary>
public sealed class UpstreamActivation(string id, string service, string phone, string? reference)
{
    public string Id => id;

    public string Service => service;

    public string Phone => phone;

    public string? Reference => reference;

    /// <summary>Active, finished or canceled.</summary>
    public string State { get; set; } = "active";

    public (string Code, string Text, string At)? Sms { get; set; }

    /// <summary>Whether the newest text was ever part of an answer.</summary>
    public bool IsTold { get; set; }

    public bool WantsAnother { get; set; }

    public int Texts { get; set; }

    /// <summary>All that came for it.</summary>
    public List<string> Delivered { get; } = [];
}

/// <summary>An upstream store that speaks the activation protocol over real HTTP, and lies, stalls and goes away when told to.</summary>
public sealed class UpstreamServer : IAsyncDisposable
{
    public const string Key = "upstream-secret-key-1234567890";
    private const string Country = "187";
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, UpstreamActivation> sold = new();
    private readonly ConcurrentDictionary<string, (string Cost, int Count)> shelf = new();
    private readonly ConcurrentQueue<(string Action, UpstreamTrouble Trouble)> troubles = new();
    private readonly ConcurrentQueue<string> calls = new();
    private readonly TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private int last = 1000;

    private UpstreamServer(WebApplication app) => this.app = app;

    public Uri Url => new(app.Urls.First() + "/stubs/handler_api.php");

    public IReadOnlyList<UpstreamActivation> Sold => [.. sold.Values.OrderBy(a => int.Parse(a.Id, CultureInfo.InvariantCulture))];

    public bool SpeaksV2 { get; set; } = true;

    /// <summary>In which dress it answers; see <see cref="UpstreamDialects"/>.</summary>
    public Func<UpstreamAnswer, UpstreamAnswer> Dialect { get; set; } = answer => answer;

    /// <summary>With which digits its own numbers begin.</summary>
    public string Area { get; set; } = "1555777";

    /// <summary>The digits of the next numbers, where they are not its own.</summary>
    public ConcurrentQueue<string> NextPhones { get; } = new();

    /// <summary>Whether it reads the address alone, and refuses a form with this status.</summary>
    public int? RefusesPost { get; set; }

    public bool TellsReferences { get; set; }

    /// <summary>What it answers to a cancel, such as <c>EARLY_CANCEL_DENIED</c>, in place of taking the number back.</summary>
    public string? AnswerToCancel { get; set; }

    /// <summary>What it answers to a purchase in place of selling.</summary>
    public string? AnswerToBuy { get; set; }

    public bool GivesMoreTexts { get; set; } = true;

    /// <summary>Whether it takes that another is wanted, and goes on showing the last.</summary>
    public bool IgnoresAnother { get; set; }

    /// <summary>
    /// Whether a text that nobody has seen is put aside as well when another is asked for; it is named as the last one then.
    /// </summary>
    public bool PutsAsideUnseen { get; set; }

    public static async Task<UpstreamServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new UpstreamServer(app);
        app.MapMethods("/stubs/handler_api.php", ["GET", "POST"], server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>The settings of a store that buys here what it calls <c>tg</c>.</summary>
    public (string Key, string Value)[] Settings(string name = "up", params (string Key, string Value)[] more) =>
        [
            .. more.Concat<(string Key, string Value)>([
                    ("Url", Url.ToString()),
                    ("ApiKey", Key),
                    ("Services:tg", "tgx"),
                    ("Timeout", "00:00:02"),
                ])
                .DistinctBy(setting => setting.Key)
                .Select(setting => ($"Suppliers:{name}:{setting.Key}", setting.Value)),
        ];

    public void Stock(string service, string cost, int count) => shelf[service] = (cost, count);

    /// <summary>The next request of this action has this trouble.</summary>
    public void Trouble(string action, UpstreamTrouble trouble) => troubles.Enqueue((action, trouble));

    public void GoOn() => stalled.TrySetResult();

    /// <summary>Its ids begin again.</summary>
    public void CountAnew() => last = 1000;

    /// <summary>Nobody is there any more.</summary>
    public Task StopAsync() => app.StopAsync();

    /// <summary>The digits of the next number, if it is its own.</summary>
    public string NextPhone => $"{Area}{last + 1}";

    public int Calls(string action) => calls.Count(call => call == action);

    public void Deliver(UpstreamActivation activation, string code, string text)
    {
        lock (gate)
        {
            activation.Texts++;
            (activation.WantsAnother, activation.IsTold) = (false, false);
            activation.Sms = (code, text, $"2026-11-22 10:00:{activation.Texts:00}");
            activation.Delivered.Add(text.Length > 0 ? text : code);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
        if (form is not null && RefusesPost is { } refusal)
        {
            context.Response.StatusCode = refusal;
            await context.Response.WriteAsync("Not here", CancellationToken.None);
            return;
        }

        string Get(string name) =>
            form is not null && form.TryGetValue(name, out var value) ? value.ToString() : context.Request.Query[name].ToString();
        var action = Get("action");
        calls.Enqueue(action);
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
        var answer = Get("api_key") == Key ? Answer(action, Get, trouble) : "BAD_KEY";
        if (trouble == UpstreamTrouble.AnswerLost)
        {
            context.Abort();
            return;
        }

        var dressed = Dialect(new UpstreamAnswer(action, answer));
        context.Response.StatusCode = dressed.Status;
        await context.Response.WriteAsync(
            trouble == UpstreamTrouble.Garbage ? "<html><body>502 Bad Gateway</body></html>" : dressed.Body,
            CancellationToken.None
        );
    }

    private string Answer(string action, Func<string, string> get, UpstreamTrouble trouble)
    {
        lock (gate)
        {
            return action switch
            {
                "getBalance" => "ACCESS_BALANCE:100.505",
                "getPrices" => JsonSerializer.Serialize(
                    new Dictionary<string, object>
                    {
                        [Country] = shelf.ToDictionary(
                            s => s.Key,
                            s => new
                            {
                                cost = decimal.Parse(s.Value.Cost, CultureInfo.InvariantCulture),
                                count = s.Value.Count,
                                physicalCount = s.Value.Count,
                            }
                        ),
                    }
                ),
                "getNumber" => Sell(get("service"), decimal.Parse(get("maxPrice"), CultureInfo.InvariantCulture), get("orderId"), trouble),
                "getStatusV2" when !SpeaksV2 => "BAD_ACTION",
                "getStatus" or "getStatusV2" => sold.TryGetValue(get("id"), out var activation)
                    ? Status(activation, action == "getStatusV2")
                    : "NO_ACTIVATION",
                "setStatus" => sold.TryGetValue(get("id"), out var changed) ? Change(changed, get("status")) : "NO_ACTIVATION",
                "getActiveActivations" => Active(),
                _ => "BAD_ACTION",
            };
        }
    }

    private string Sell(string service, decimal most, string reference, UpstreamTrouble trouble)
    {
        if (AnswerToBuy is not null)
            return AnswerToBuy;
        if (trouble == UpstreamTrouble.SoldTwice)
            return $"ACCESS_NUMBER:{Sold[^1].Id}:{Sold[^1].Phone}";
        if (!shelf.TryGetValue(service, out var stock))
            return "BAD_SERVICE";
        if (stock.Count == 0)
            return "NO_NUMBERS";
        if (decimal.Parse(stock.Cost, CultureInfo.InvariantCulture) > most)
            return "WRONG_MAX_PRICE:" + stock.Cost;
        shelf[service] = (stock.Cost, stock.Count - 1);
        var id = (++last).ToString(CultureInfo.InvariantCulture);
        sold[id] = new UpstreamActivation(id, service, NextPhones.TryDequeue(out var phone) ? phone : $"{Area}{last}", reference);
        return $"ACCESS_NUMBER:{id}:{(trouble == UpstreamTrouble.NoPhone ? "soon" : sold[id].Phone)}";
    }

    private string Status(UpstreamActivation activation, bool isV2)
    {
        if (activation.State == "canceled")
            return "STATUS_CANCEL";
        if (activation.Sms is not { } sms || (activation.WantsAnother && isV2 && !PutsAsideUnseen))
            return isV2 ? """{"verificationType":0,"sms":null,"call":null}""" : "STATUS_WAIT_CODE";
        if (activation.WantsAnother)
            return "STATUS_WAIT_RETRY:" + sms.Code;
        activation.IsTold = true;
        return isV2
            ? JsonSerializer.Serialize(
                new
                {
                    verificationType = 0,
                    sms = new
                    {
                        dateTime = sms.At,
                        code = sms.Code,
                        text = sms.Text,
                    },
                    call = (object?)null,
                }
            )
            : "STATUS_OK:" + sms.Code;
    }

    private string Change(UpstreamActivation activation, string status)
    {
        switch (status)
        {
            case "3" when GivesMoreTexts && activation is { State: "active", Sms: not null }:
                // A text that came after the question about the one before is the other one that is wanted.
                activation.WantsAnother = !IgnoresAnother && (activation.IsTold || PutsAsideUnseen);
                return "ACCESS_RETRY_GET";
            case "6" when activation is { State: "active", Texts: > 0 }:
                activation.State = "finished";
                return "ACCESS_ACTIVATION";
            case "8" when AnswerToCancel is not null:
                return AnswerToCancel;
            case "8" when activation is { State: "active", Texts: 0 }:
                activation.State = "canceled";
                return "ACCESS_CANCEL";
            default:
                return "BAD_STATUS";
        }
    }

    private string Active()
    {
        var active = Sold.Where(a => a.State == "active").ToList();
        return active.Count == 0
            ? "NO_ACTIVATIONS"
            : JsonSerializer.Serialize(
                new
                {
                    status = "success",
                    activeActivations = active.Select(a => new Dictionary<string, object?>
                    {
                        ["activationId"] = a.Id,
                        ["serviceCode"] = a.Service,
                        ["phoneNumber"] = a.Phone,
                        ["activationCost"] = 0.5,
                        ["activationStatus"] = "4",
                        ["smsCode"] = null,
                        [TellsReferences ? "orderId" : "discount"] = TellsReferences ? a.Reference : "0",
                    }),
                }
            );
    }
}
