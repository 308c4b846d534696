using System.Text.Json;
using System.Text.Json.Nodes;

namespace XthonBot.TestKit;

/// <summary>An answer on its way out of the upstream store.</summary>
public sealed record UpstreamAnswer(string Action, string Body, int Status = 200)
{
    /// <summary>Its words, split at the colons.</summary>
    public string[] Words => Body.Split(':', 3);

    public JsonNode? Json => Body is ['{' or '[', ..] ? JsonNode.Parse(Body) : null;

    /// <summary>Also where it is dressed already: a dress over another must not turn a yes into a no.</summary>
    public bool IsRefusal =>
        Json is null
        && Body.ToUpperInvariant().Split(':', '|')[0].Trim('"', '\uFEFF', '\n') is var word
        && word
            is not ("ACCESS_NUMBER" or "ACCESS_BALANCE" or "ACCESS_READY" or "ACCESS_RETRY_GET" or "ACCESS_ACTIVATION" or "ACCESS_CANCEL")
        && !word.StartsWith("STATUS_", StringComparison.Ordinal);

    public UpstreamAnswer With(object body, int status = 200) =>
        this with
        {
            Body = body as string ?? JsonSerializer.Serialize(body),
            Status = status,
        };
}

/// <summary>The dresses in which upstream stores answer, each a way to dress the plain answer.</summary>
public static class UpstreamDialects
{
    /// <summary>By name, for tables.</summary>
    public static IReadOnlyDictionary<string, Func<UpstreamAnswer, UpstreamAnswer>> All { get; } =
        new Dictionary<string, Func<UpstreamAnswer, UpstreamAnswer>>
        {
            ["plain"] = answer => answer,
            ["small letters"] = answer => answer.Json is null ? answer.With(answer.Body.ToLowerInvariant()) : answer,
            ["created"] = answer => answer with { Status = 201 },
            ["marked"] = answer => answer with { Body = "\uFEFF" + answer.Body + "\r\n" },
            ["quoted"] = answer => answer.Json is null ? answer.With(JsonSerializer.Serialize(answer.Body)) : answer,
            ["barred"] = answer => answer.Json is null ? answer.With(answer.Body.Replace(':', '|')) : answer,
            ["more fields"] = answer => answer.Words[0] == "ACCESS_NUMBER" ? answer.With(answer.Body + ":187:any") : answer,
            ["wrapped"] = Wrapped,
            ["data"] = Data,
            ["all json"] = AllJson,
            ["lists"] = Lists,
            ["flat"] = Flat,
            ["calls"] = Calls,
            ["first version"] = FirstVersion,
            ["services first"] = ServicesFirst,
        };

    private static UpstreamAnswer Wrapped(UpstreamAnswer answer) =>
        answer.Json is { } json ? answer.With(new { status = "success", data = json }) : answer;

    // Newer stores: refusals by HTTP status, `data` in place of `sms`, an empty list beside the one that counts.
    private static UpstreamAnswer Data(UpstreamAnswer answer) =>
        answer switch
        {
            { Body: "NO_ACTIVATIONS" } => answer.With(new { status = "error", error = "NO_ACTIVATIONS" }),
            { IsRefusal: true } => answer.With(
                new
                {
                    title = answer.Words[0],
                    details = "See the documentation",
                    info = (object?)null,
                },
                Refusal(answer)
            ),
            { Action: "getStatusV2", Json: { } json } => answer.With(new { verificationType = "sms", data = json["sms"] }),
            { Action: "getActiveActivations", Json: { } json } => answer.With(
                new
                {
                    status = "success",
                    data = json["activeActivations"],
                    activeActivations = new { row = new { }, rows = Array.Empty<object>() },
                }
            ),
            _ => answer,
        };

    private static UpstreamAnswer AllJson(UpstreamAnswer answer) =>
        answer switch
        {
            { IsRefusal: true } => answer.With(new { status = "error", message = answer.Words[0] }),
            { Json: not null } => answer,
            { Words: ["ACCESS_NUMBER", var id, var phone] } => answer.With(
                new
                {
                    status = "success",
                    result = new
                    {
                        activation_id = int.Parse(id, null),
                        phone_number = "+" + phone,
                        cost = 0.5,
                    },
                }
            ),
            { Words: ["ACCESS_BALANCE", var balance] } => answer.With(new { balance }),
            { Words: ["STATUS_OK", var code] } => answer.With(new { status = "STATUS_OK", code }),
            { Words: [var word, ..] } when word.StartsWith("ACCESS_", StringComparison.Ordinal) => answer.With(new { status = "success" }),
            _ => answer.With(new { status = answer.Body }),
        };

    private static UpstreamAnswer Lists(UpstreamAnswer answer) =>
        answer switch
        {
            { Action: "getStatusV2", Json: { } json } => answer.With(
                new { status = "RECEIVED", sms = json["sms"] is { } sms ? new[] { sms.DeepClone() } : [] }
            ),
            { Action: "getActiveActivations", Json: { } json } => answer.With(json["activeActivations"]!),
            { Action: "getPrices", Json: JsonObject json } => answer.With(
                json["187"]!
                    .AsObject()
                    .Select(s => new
                    {
                        country = "187",
                        service = s.Key,
                        price = s.Value!["cost"],
                        qty = s.Value["count"],
                    })
            ),
            _ => answer,
        };

    private static UpstreamAnswer Flat(UpstreamAnswer answer) =>
        answer switch
        {
            { Action: "getStatusV2", Json: { } json } => json["sms"] is { } sms
                ? answer.With(
                    new
                    {
                        status = "STATUS_OK",
                        smsCode = sms["code"],
                        smsText = sms["text"],
                        smsDateTime = sms["dateTime"],
                    }
                )
                : answer.With(
                    new
                    {
                        status = "STATUS_WAIT_CODE",
                        smsCode = (string?)null,
                        smsText = (string?)null,
                    }
                ),
            { Action: "getPrices", Json: JsonObject json } => answer.With(json["187"]!),
            _ => answer,
        };

    private static UpstreamAnswer Calls(UpstreamAnswer answer) =>
        answer is { Action: "getStatusV2", Json: { } json }
            ? answer.With(
                new
                {
                    verificationType = 1,
                    sms = (object?)null,
                    call = json["sms"],
                }
            )
            : answer;

    private static UpstreamAnswer FirstVersion(UpstreamAnswer answer) =>
        answer.Action == "getStatusV2" ? answer.With("<html><body>404 Not Found</body></html>", 404) : answer;

    private static UpstreamAnswer ServicesFirst(UpstreamAnswer answer) =>
        answer is { Action: "getPrices", Json: JsonObject json }
            ? answer.With(
                json["187"]!
                    .AsObject()
                    .ToDictionary(
                        s => s.Key,
                        s => new Dictionary<string, object> { ["16"] = new { cost = 0.01, count = 5 }, ["187"] = s.Value! }
                    )
            )
            : answer;

    private static int Refusal(UpstreamAnswer answer) =>
        answer.Words[0] switch
        {
            "NO_BALANCE" => 402,
            "NO_ACTIVATION" => 404,
            "EARLY_CANCEL_DENIED" => 409,
            _ => 400,
        };
}
