using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Idempotency;
using XthonBot.Api.Keys;
using XthonBot.Api.V2;
using XthonBot.Core.Primitives;
using XthonBot.Core.Webhooks;
using Words = XthonBot.Api.V2.Words;

namespace XthonBot.Api.Webhooks;

/// <summary>A customer's webhooks: made, looked at, changed and removed.</summary>
internal static class WebhookEndpoints
{
    public const string Tag = "Webhooks";
    public const string Id = "Id of a webhook of yours.";

    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        api.MapRead("/webhooks", ListAsync)
            .WithTags(Tag).WithName("listWebhooks").WithSummary("Lists your webhooks, the oldest first.");
        api.MapPost("/webhooks", MakeAsync).Accepts<WebhookBody>(JsonBody.ContentType)
            .Fails(StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType)
            .WithTags(Tag).WithName("makeWebhook").WithSummary("Makes a webhook; its secret is shown this once.");
        api.MapRead("/webhooks/{webhook_id}", ReadAsync).Fails(StatusCodes.Status404NotFound)
            .WithTags(Tag).WithName("getWebhook").WithSummary("Fetches a webhook.");
        api.MapPatch("/webhooks/{webhook_id}", ChangeAsync).Accepts<WebhookBody>(JsonBody.ContentType)
            .Fails(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType)
            .WithTags(Tag).WithName("changeWebhook").WithSummary("Changes what the body names, and leaves the rest.");
        api.MapDelete("/webhooks/{webhook_id}", RemoveAsync).Fails(StatusCodes.Status404NotFound)
            .WithTags(Tag).WithName("removeWebhook").WithSummary("Removes a webhook; nothing more is sent to it.");
        api.MapCommand("/webhooks/{webhook_id}/rotate", RotateAsync)
            .WithTags(Tag).WithName("rotateWebhook").WithSummary("Makes a new secret; for 24 hours the old one signs as well.");
        api.MapDeliveries();
    }

    private static async Task<Answer<WebhookData[]>> ListAsync(Caller caller, ReadWebhooksHandler webhooks, CancellationToken ct) =>
        (await webhooks.HandleAsync(caller.Id, ct)).Select(WebhookData.Of).ToArray();

    private static async Task<Answer<WebhookData>> ReadAsync(
        [Description(Id)] string webhook_id, Caller caller, ReadWebhooksHandler webhooks, CancellationToken ct) =>
        WebhookId.TryParse(webhook_id, out var id)
            ? (await webhooks.HandleAsync(caller.Id, id, ct)).Match<Answer<WebhookData>>(webhook => WebhookData.Of(webhook), error => error)
            : new Error.NotFound("webhook");

    private static async Task<Answer<NewWebhookData>> MakeAsync(HttpContext context, Caller caller, MakeWebhookHandler make, CancellationToken ct)
    {
        if (await Wanted.ReadAsync(context.Request, ct) is not { } read)
            return new Failure(StatusCodes.Status400BadRequest, "the body must be a JSON object");
        if (!read.TryGet(out var wanted, out var error))
            return error;
        var made = await make.HandleAsync(
            new MakeWebhook(caller.Id, wanted.Url, wanted.Events ?? WebhookEvents.All, wanted.BalanceBelow == Money.Zero ? null : wanted.BalanceBelow), ct);
        return made.Match<Answer<NewWebhookData>>(webhook => NewWebhookData.Of(webhook), failed => failed);
    }

    private static async Task<Answer<WebhookData>> ChangeAsync(
        [Description(Id)] string webhook_id, HttpContext context, Caller caller, ChangeWebhookHandler change, CancellationToken ct)
    {
        if (await Wanted.ReadAsync(context.Request, ct) is not { } read)
            return new Failure(StatusCodes.Status400BadRequest, "the body must be a JSON object");
        if (!read.TryGet(out var wanted, out var error))
            return error;
        if (!WebhookId.TryParse(webhook_id, out var id))
            return new Error.NotFound("webhook");
        var changed = await change.HandleAsync(new ChangeWebhook(caller.Id, id, wanted.Url, wanted.Events, wanted.BalanceBelow, wanted.IsOn), ct);
        return changed.Match<Answer<WebhookData>>(webhook => WebhookData.Of(webhook), failed => failed);
    }

    private static async Task<Answer<RemovedData>> RemoveAsync(
        [Description(Id)] string webhook_id, Caller caller, RemoveWebhookHandler remove, CancellationToken ct) =>
        WebhookId.TryParse(webhook_id, out var id)
            ? (await remove.HandleAsync(caller.Id, id, ct)).Match<Answer<RemovedData>>(_ => new RemovedData($"{id}"), error => error)
            : new Error.NotFound("webhook");

    private static async Task<Answer<NewWebhookData>> RotateAsync(
        [Description(Id)] string webhook_id, [FromHeader(Name = IdempotencyFilter.Header), Description(Words.Idempotency)] string? idempotency_key,
        Caller caller, RotateSecretHandler rotate, CancellationToken ct)
    {
        // Read by the filter; it stands here for the document.
        _ = idempotency_key;
        return WebhookId.TryParse(webhook_id, out var id)
            ? (await rotate.HandleAsync(caller.Id, id, null, ct)).Match<Answer<NewWebhookData>>(webhook => NewWebhookData.Of(webhook), error => error)
            : new Error.NotFound("webhook");
    }

    /// <summary>A body that was read; what it leaves out is null, a threshold that it takes away is zero.</summary>
    private sealed record Wanted(string? Url, WebhookEvents? Events, Money? BalanceBelow, bool? IsOn)
    {
        /// <returns>Null where it is no such JSON.</returns>
        public static async Task<Result<Wanted>?> ReadAsync(HttpRequest request, CancellationToken ct)
        {
            WebhookBody? body;
            try
            {
                body = await JsonSerializer.DeserializeAsync(request.Body, ApiJson.Plain.WebhookBody, ct);
            }
            catch (JsonException)
            {
                body = null;
            }

            if (body is null)
                return null;
            var wanted = new Wanted(body.Url, null, null, body.Enabled);
            if (body.Events is { } names)
            {
                if (!WebhookEventNames.Parse(names).TryGet(out var events, out var unknown))
                    return (Result<Wanted>)unknown;
                wanted = wanted with { Events = events };
            }

            return body.BalanceBelow.ValueKind switch
            {
                JsonValueKind.Undefined => (Result<Wanted>)wanted,
                JsonValueKind.Null => (Result<Wanted>)(wanted with { BalanceBelow = Money.Zero }),
                // A number would be read as a fraction of binary digits.
                JsonValueKind.String => Money.ParsePositive(body.BalanceBelow.GetString()).Then<Wanted>(amount => wanted with { BalanceBelow = amount }),
                _ => new Error.Invalid("balance_below", "amount-format"),
            };
        }
    }
}
