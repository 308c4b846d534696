using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Idempotency;
using XthonBot.Api.Keys;
using XthonBot.Api.V2;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Reactions.Webhooks;
using Descriptions = XthonBot.Api.V2.Descriptions;

namespace XthonBot.Api.Webhooks;

/// <summary>A customer's webhooks: made, looked at, changed and removed.</summary>
internal static class WebhookEndpoints
{
    public const string Tag = "Webhooks";
    public const string Id = "Id of a webhook of yours.";

    public static IServiceCollection AddWebhooks(this IServiceCollection services) =>
        services
            .AddSingleton<IWebhookBodies, EventBodies>()
            .Configure<OpenApiOptions>(OpenApiV2.Document, options => options.AddDocumentTransformer(OpenApiEvents.DescribeAsync));

    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        api.MapRead("/webhooks", ListAsync)
            .WithTags(Tag)
            .WithName("listWebhooks")
            .WithSummary("Lists your webhooks, the oldest first.")
            .Example<WebhookData[]>([WebhookExamples.Webhook]);
        api.MapPost("/webhooks", MakeAsync)
            .Accepts<MakeWebhookBody>(JsonBody.ContentType)
            .Fails(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status409Conflict,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType
            )
            .WithTags(Tag)
            .WithName("makeWebhook")
            .WithSummary("Creates a webhook. The secret is shown only once.")
            .Sent("all", """{"url":"https://example.com/xthon"}""")
            .Sent(
                "chosen",
                """{"url":"https://example.com/xthon","events":["transaction.succeeded","balance.low"],"balance_below":"5.00"}"""
            )
            .Example(WebhookExamples.New);
        api.MapRead("/webhooks/{webhook_id}", ReadAsync)
            .Fails(StatusCodes.Status404NotFound)
            .WithTags(Tag)
            .WithName("getWebhook")
            .WithSummary("Fetches a webhook.")
            .Example(WebhookExamples.Webhook);
        api.MapPatch("/webhooks/{webhook_id}", ChangeAsync)
            .Accepts<ChangeWebhookBody>(JsonBody.ContentType)
            .Fails(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType
            )
            .WithTags(Tag)
            .WithName("changeWebhook")
            .WithSummary("Changes a webhook.")
            .WithDescription("What the body leaves out, or where it says null, stays as it is.")
            .Sent("off", """{"enabled":false}""")
            .Sent("threshold", """{"balance_below":"off"}""")
            .Example(WebhookExamples.Webhook);
        api.MapDelete("/webhooks/{webhook_id}", RemoveAsync)
            .Fails(StatusCodes.Status404NotFound)
            .WithTags(Tag)
            .WithName("removeWebhook")
            .WithSummary("Removes a webhook; nothing more is sent to it.")
            .Example(WebhookExamples.Removed);
        api.MapCommand("/webhooks/{webhook_id}/rotate", RotateAsync)
            .WithTags(Tag)
            .WithName("rotateWebhook")
            .WithSummary("Creates a new secret; the old one stays valid for 24 hours.")
            .Example(WebhookExamples.New);
        api.MapDeliveries();
    }

    private static async Task<ApiResult<WebhookData[]>> ListAsync(Caller caller, ReadWebhooksHandler webhooks, CancellationToken ct) =>
        (await webhooks.HandleAsync(caller.Id, ct)).Select(WebhookData.Of).ToArray();

    private static async Task<ApiResult<WebhookData>> ReadAsync(
        [Sample(Samples.Webhook), Description(Id)] string webhook_id,
        Caller caller,
        ReadWebhooksHandler webhooks,
        CancellationToken ct
    ) =>
        WebhookId.TryParse(webhook_id, out var id)
            ? (await webhooks.HandleAsync(caller.Id, id, ct)).Answer(WebhookData.Of)
            : ErrorAnswers.For(new Error.NotFound("webhook"));

    private static async Task<ApiResult<NewWebhookData>> MakeAsync(
        HttpContext context,
        Caller caller,
        MakeWebhookHandler make,
        CancellationToken ct
    )
    {
        var (wanted, refused) = await WebhookBody.ReadNewAsync(context.Request, ct);
        if (wanted is null)
            return refused!;
        var made = await make.HandleAsync(
            new MakeWebhook(
                caller.Id,
                wanted.Url,
                wanted.Events ?? WebhookEvents.All,
                wanted.BalanceBelow == Money.Zero ? null : wanted.BalanceBelow
            ),
            ct
        );
        return made.Answer(NewWebhookData.Of);
    }

    private static async Task<ApiResult<WebhookData>> ChangeAsync(
        [Sample(Samples.Webhook), Description(Id)] string webhook_id,
        HttpContext context,
        Caller caller,
        ChangeWebhookHandler change,
        CancellationToken ct
    )
    {
        var (wanted, refused) = await WebhookBody.ReadChangeAsync(context.Request, ct);
        if (wanted is null)
            return refused!;
        if (!WebhookId.TryParse(webhook_id, out var id))
            return ErrorAnswers.For(new Error.NotFound("webhook"));
        var changed = await change.HandleAsync(
            new ChangeWebhook(caller.Id, id, wanted.Url, wanted.Events, wanted.BalanceBelow, wanted.IsOn),
            ct
        );
        return changed.Answer(WebhookData.Of);
    }

    private static async Task<ApiResult<RemovedData>> RemoveAsync(
        [Sample(Samples.Webhook), Description(Id)] string webhook_id,
        Caller caller,
        RemoveWebhookHandler remove,
        CancellationToken ct
    ) =>
        WebhookId.TryParse(webhook_id, out var id)
            ? (await remove.HandleAsync(caller.Id, id, ct)).Answer(_ => new RemovedData($"{id}"))
            : ErrorAnswers.For(new Error.NotFound("webhook"));

    private static async Task<ApiResult<NewWebhookData>> RotateAsync(
        [Sample(Samples.Webhook), Description(Id)] string webhook_id,
        [FromHeader(Name = IdempotencyFilter.Header), Description(Descriptions.Idempotency)] string? idempotency_key,
        Caller caller,
        RotateSecretHandler rotate,
        CancellationToken ct
    )
    {
        // The filter reads the header; the parameter is declared here for the OpenAPI document.
        _ = idempotency_key;
        return WebhookId.TryParse(webhook_id, out var id)
            ? (await rotate.HandleAsync(caller.Id, id, null, ct)).Answer(NewWebhookData.Of)
            : ErrorAnswers.For(new Error.NotFound("webhook"));
    }
}
