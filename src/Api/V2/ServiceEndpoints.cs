using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Idempotency;
using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Api.V2;

internal static class ServiceEndpoints
{
    private const string Tag = "Services";

    private static readonly CommandField MaxPrice = new(
        "max_price",
        "an amount such as 1.20",
        text => WrittenAmount.Read(text)?.ToString()
    );

    // The same list serves everybody with the same bonus for a second.
    private static readonly ConditionalWeakTable<IReadOnlyList<ServiceView>, ApiResult<ServiceData[]>> Rendered = [];

    public static void MapServices(this IEndpointRouteBuilder api)
    {
        api.MapRead("/services", ListAsync)
            .WithTags(Tag)
            .WithName("listServices")
            .WithSummary("Lists active services. The price already includes your bonus discount.")
            .Example(Examples.Services);
        api.MapCommand("/services/{service_id}/buy", BuyAsync, MaxPrice)
            .WithMetadata(
                new ProducesResponseTypeMetadata(StatusCodes.Status402PaymentRequired, typeof(FundsEnvelope), [JsonBody.ContentType])
            )
            .WithTags(Tag)
            .WithName("buy")
            .WithSummary("Reserves one number from a service and charges your balance.")
            .WithDescription(
                "Returns a transaction you then poll for the code. No body is needed; max_price may also be a field of a JSON or form body. A parameter or field that is not understood is 400, and nothing is charged."
            )
            .Example(Examples.Purchase)
            .Example("price", Examples.NoPrice)
            .Example("unknown", Examples.NotUnderstood)
            .Example("funds", ErrorAnswers.For(new Error.InsufficientFunds(new Money(120), new Money(50))))
            .Example("stock", ErrorAnswers.OutOfStock)
            .Example("price", Examples.TooDear);
    }

    private static async Task<ApiResult<ServiceData[]>> ListAsync(Caller caller, Shop shop, CancellationToken ct) =>
        Rendered.GetValue(await shop.ServicesAsync(caller, ct), static list => list.Select(ServiceData.Of).ToArray());

    private static async Task<ApiResult<PurchaseData>> BuyAsync(
        [Sample(Samples.Service), Description("Id or code of a service, as listed.")] string service_id,
        [Amount, Description("The most to pay, such as 1.20: a higher price is 409, says the price, and charges nothing.")]
            string? max_price,
        [FromHeader(Name = IdempotencyFilter.Header), Description(Descriptions.Idempotency)] string? idempotency_key,
        HttpContext context,
        Caller caller,
        Shop shop,
        CancellationToken ct
    )
    {
        // The filter reads the parameter from the query or the body; it is declared here for the OpenAPI document.
        _ = max_price;
        if (!(await FindAsync(service_id, caller, shop, ct)).TryGet(out var service, out var error))
            return ErrorAnswers.For(error);
        var most = CommandFields.Of(context)[MaxPrice.Name] is { } price ? WrittenAmount.Read(price) : null;
        // One idempotency key buys once, even where the answer to the first request could not be kept.
        var placed = await shop.BuyAsync(
            caller,
            new PlaceOrder(
                caller.Buyer,
                service,
                OrderChannel.Api,
                idempotency_key is null ? null : "idem:" + idempotency_key,
                MostPrice: most
            ),
            ct
        );
        return placed.Match<ApiResult<PurchaseData>>(
            order => Fits(order, service, most) ? PurchaseData.Of(order) : IdempotencyFilter.UsedForAnother,
            failed => ErrorAnswers.For(failed)
        );
    }

    /// <summary>Whether what the key bought, however long ago, is what is asked for now.</summary>
    private static bool Fits(OrderView order, ServiceId service, Money? most) =>
        order.Service == service && (most is not { } price || order.Price <= price);

    private static async Task<Result<ServiceId>> FindAsync(string text, Caller caller, Shop shop, CancellationToken ct)
    {
        if (ServiceId.TryParse(text, out var id))
            return id;
        var services = await shop.ServicesAsync(caller, ct);
        return services.FirstOrDefault(service => service.Code == text) is { } found ? found.Id : new Error.NotFound("service");
    }
}
