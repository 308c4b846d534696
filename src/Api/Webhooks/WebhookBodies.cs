using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.V2;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Api.Webhooks;

/// <summary>The body of a request for a new webhook, as the document shows it.</summary>
[SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "The document is made from it.")]
internal sealed record MakeWebhookBody
{
    [Sample("https://example.com/xthon"), Description(WebhookBody.UrlWords)]
    public required string Url { get; init; }

    [OneOf(Vocabularies.WebhookEvent), Description("The events that are sent; all of them where it is left out.")]
    public string[] Events { get; init; } = [];

    [JsonPropertyName("balance_below"), Sample("5.00"), Description("An amount: balance.low is sent when your balance falls below it.")]
    public string BalanceBelow { get; init; } = "";
}

/// <summary>
/// The changes of a webhook, as the document shows them. A generated client leaves out what it was not told: a text that may not be null,
/// and a bool that may, since one that may not would be sent as false.
/// </summary>
[SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "The document is made from it.")]
internal sealed record ChangeWebhookBody
{
    [Sample("https://example.com/xthon"), Description(WebhookBody.UrlWords)]
    public string Url { get; init; } = "";

    [OneOf(Vocabularies.WebhookEvent), Description("The events that are sent from now on.")]
    public string[] Events { get; init; } = [];

    [
        JsonPropertyName("balance_below"),
        Sample("5.00"),
        Description("An amount: balance.low is sent when your balance falls below it. off: it is never sent.")
    ]
    public string BalanceBelow { get; init; } = "";

    [Description("False switches it off, true on again.")]
    public bool? Enabled { get; init; }
}

/// <summary>
/// Either of the two, as it is read: what is left out or null is left as it is. A field that is not understood is refused: under a slip of
/// the pen in <c>events</c> everything would be sent, and a secret that was chosen would not be the one that signs.
/// </summary>
internal sealed record WebhookBody
{
    public const string UrlWords = "Where the events are posted to: https, up to 2000 characters.";
    private const string Off = "off";
    private const string NoObject = "the body must be a JSON object";
    private static readonly string[] Made = ["url", "events", "balance_below"];
    private static readonly string[] Changed = [.. Made, "enabled"];

    public string? Url { get; init; }

    public string?[]? Events { get; init; }

    // Typed as any JSON, so that a number is refused by name: as a binary fraction it would lose digits.
    [JsonPropertyName("balance_below")]
    public JsonElement BalanceBelow { get; init; }

    public bool? Enabled { get; init; }

    /// <summary>The other fields.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    /// <returns>The settings of a new webhook, or why there is none.</returns>
    public static Task<(Wanted? Wanted, Failure? Refused)> ReadNewAsync(HttpRequest request, CancellationToken ct) =>
        ReadAsync(request, Made, ct);

    /// <returns>The changes, or why there are none.</returns>
    public static Task<(Wanted? Wanted, Failure? Refused)> ReadChangeAsync(HttpRequest request, CancellationToken ct) =>
        ReadAsync(request, Changed, ct);

    private static async Task<(Wanted? Wanted, Failure? Refused)> ReadAsync(HttpRequest request, string[] names, CancellationToken ct)
    {
        try
        {
            if (await JsonBody.ReadAsync<WebhookBody>(request.Body, ct) is not { } body)
                return (null, new Failure(StatusCodes.Status400BadRequest, NoObject));
            if (body.NotUnderstood(names) is { } name)
                return (null, CommandFilter.NotUnderstood(name, string.Join(", ", names)));
            return body.Read().TryGet(out var wanted, out var error) ? (wanted, null) : (null, ErrorAnswers.For(error));
        }
        catch (JsonException)
        {
            return (null, new Failure(StatusCodes.Status400BadRequest, NoObject));
        }
    }

    // A field that is null is passed over, whatever its name.
    private string? NotUnderstood(string[] names) =>
        Enabled is not null && !names.Contains("enabled")
            ? "enabled"
            : More?.Where(field => field.Value.ValueKind != JsonValueKind.Null).Select(field => field.Key).FirstOrDefault();

    private Result<Wanted> Read()
    {
        WebhookEvents? chosen = null;
        if (Events is not null)
        {
            if (!WebhookEventNames.Parse(Events).TryGet(out var events, out var unknown))
                return unknown;
            chosen = events;
        }

        return ReadThreshold().Then<Wanted>(threshold => new Wanted(Url, chosen, threshold.Amount, Enabled));
    }

    private Result<Threshold> ReadThreshold() =>
        BalanceBelow.ValueKind switch
        {
            // Clients whose fields may be null send one for each that they were not told.
            JsonValueKind.Undefined or JsonValueKind.Null => new Threshold(null),
            JsonValueKind.String when BalanceBelow.GetString() == Off => new Threshold(Money.Zero),
            JsonValueKind.String => Money
                .Parse(BalanceBelow.GetString())
                .Match<Result<Threshold>>(
                    amount => new Threshold(amount),
                    error => error is Error.Invalid invalid ? invalid with { Field = "balance_below" } : error
                ),
            _ => new Error.Invalid("balance_below", "amount-format"),
        };

    private readonly record struct Threshold(Money? Amount);
}

/// <summary>
/// The settings that a body asks for: a field that it does not name is null; a threshold of zero, below which no balance falls, means none.
/// </summary>
internal sealed record Wanted(string? Url, WebhookEvents? Events, Money? BalanceBelow, bool? IsOn);
