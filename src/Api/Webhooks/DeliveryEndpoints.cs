using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Idempotency;
using XthonBot.Api.Keys;
using XthonBot.Api.Limits;
using XthonBot.Api.V2;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Reactions.Webhooks;
using Descriptions = XthonBot.Api.V2.Descriptions;

namespace XthonBot.Api.Webhooks;

/// <summary>Lists the deliveries of a webhook, sends a test, and sends one delivery again.</summary>
internal static class DeliveryEndpoints
{
    public static void MapDeliveries(this IEndpointRouteBuilder api)
    {
        api.MapCommand("/webhooks/{webhook_id}/test", TestAsync)
            .WithMetadata(AsksForDelivery.Mark)
            .WithTags(WebhookEndpoints.Tag)
            .WithName("testWebhook")
            .WithSummary("Sends a test event to a webhook.")
            .Example(WebhookExamples.Queued);
        api.MapRead("/webhooks/{webhook_id}/deliveries", ListAsync)
            .Fails(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .WithTags(WebhookEndpoints.Tag)
            .WithName("listDeliveries")
            .WithSummary("Lists what a webhook was sent, newest first.")
            .Example(WebhookExamples.Deliveries);
        api.MapCommand("/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver", RedeliverAsync)
            .WithMetadata(AsksForDelivery.Mark)
            .WithTags(WebhookEndpoints.Tag)
            .WithName("redeliver")
            .WithSummary("Sends an event again, with the same id.")
            .Example(WebhookExamples.Queued);
    }

    private static async Task<ApiResult<Page<DeliveryData>>> ListAsync(
        [Sample(Samples.Webhook), Description(WebhookEndpoints.Id)] string webhook_id,
        [WholeNumber(1, ListQuery.MostLimit, ListQuery.UsualLimit), Description(ListQuery.LimitWords)] string? limit,
        [Description(ListQuery.CursorWords)] string? cursor,
        Caller caller,
        ReadDeliveriesHandler deliveries,
        CancellationToken ct
    )
    {
        if (!WebhookId.TryParse(webhook_id, out var id))
            return ErrorAnswers.For(new Error.NotFound("webhook"));
        var query = new ListQuery();
        var (count, after) = (query.Limit(limit), query.Id<WebhookMessageId>(ListQuery.Cursor, cursor, WebhookMessageId.TryParse));
        return query.Failure is { } failure
            ? failure
            : Page<DeliveryData>.Answer(await deliveries.HandleAsync(caller.Id, id, count, after, ct), DeliveryData.Of, last => $"{last}");
    }

    private static async Task<ApiResult<DeliveryData>> TestAsync(
        [Sample(Samples.Webhook), Description(WebhookEndpoints.Id)] string webhook_id,
        [FromHeader(Name = IdempotencyFilter.Header), Description(Descriptions.Idempotency)] string? idempotency_key,
        Caller caller,
        TestWebhookHandler test,
        CancellationToken ct
    )
    {
        // The filter reads the header; the parameter is declared here for the OpenAPI document.
        _ = idempotency_key;
        return WebhookId.TryParse(webhook_id, out var id)
            ? (await test.HandleAsync(caller.Id, id, ct)).Answer(DeliveryData.Of)
            : ErrorAnswers.For(new Error.NotFound("webhook"));
    }

    private static async Task<ApiResult<DeliveryData>> RedeliverAsync(
        [Sample(Samples.Webhook), Description(WebhookEndpoints.Id)] string webhook_id,
        [Sample(Samples.Delivery), Description("Id of one of its deliveries.")] string delivery_id,
        [FromHeader(Name = IdempotencyFilter.Header), Description(Descriptions.Idempotency)] string? idempotency_key,
        Caller caller,
        RedeliverHandler redeliver,
        CancellationToken ct
    )
    {
        _ = idempotency_key;
        if (!WebhookId.TryParse(webhook_id, out var id))
            return ErrorAnswers.For(new Error.NotFound("webhook"));
        return WebhookMessageId.TryParse(delivery_id, out var delivery)
            ? (await redeliver.HandleAsync(caller.Id, id, delivery, ct)).Answer(DeliveryData.Of)
            : ErrorAnswers.For(new Error.NotFound("delivery"));
    }
}
