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
using XthonBot.Core.Catalog;
using XthonBot.Core.Orders;
using XthonBot.Core.Primitives;

namespace XthonBot.Api.V2;

internal static class ServiceEndpoints
{
    private const string Tag = "Services";
    private const string BadMaxPrice = "max_price must be an amount such as 1.20";

    // The same list serves everybody with the same bonus for a second.
    private static readonly ConditionalWeakTable<IReadOnlyList<ServiceView>, Answer<ServiceData[]>> Rendered = [];

    public static void MapServices(this IEndpointRouteBuilder api)
    {
        api.MapRead("/services", ListAsync)
            .WithTags(Tag).WithName("listServices").WithSummary("Lists active services. The price already includes your bonus discount.")
            .Example(Examples.Services);
        api.MapCommand("/services/{service_id}/buy", BuyAsync).Fails(StatusCodes.Status402PaymentRequired)
            .WithTags(Tag).WithName("buy").WithSummary("Reserves one number from a service and charges your balance.")
            .WithDescription("Returns a transaction you then poll for the code. No body is needed.")
            .Example(Examples.Purchase)
            .Example("price", new Failure(StatusCodes.Status400BadRequest, BadMaxPrice))
            .Example("stock", Failure.Of(StatusCodes.Status409Conflict))
            .Example("price", Examples.TooDear);
    }

    private static async Task<Answer<ServiceData[]>> ListAsync(Caller caller, Shop shop, CancellationToken ct) =>
        Rendered.GetValue(await shop.ServicesAsync(caller, ct), static list => list.Select(ServiceData.Of).ToArray());

    private static async Task<Answer<PurchaseData>> BuyAsync(
        [Description("Id of a service, as listed.")] string service_id,
        [Description("The most to pay, such as 1.20: a higher price is 409, says the price, and charges nothing.")] string? max_price,
        [FromHeader(Name = IdempotencyFilter.Header), Description(Words.Idempotency)] string? idempotency_key,
        Caller caller, Shop shop, CancellationToken ct)
    {
        if (!ServiceId.TryParse(service_id, out var service))
            return Failure.Of(StatusCodes.Status404NotFound);
        Money? most = null;
        if (max_price is not null)
        {
            if (!Money.Parse(max_price).TryGet(out var parsed, out _))
                return new Failure(StatusCodes.Status400BadRequest, BadMaxPrice);
            most = parsed;
        }

        // A purchase is one for its key even where the answer to the first could not be kept.
        var placed = await shop.BuyAsync(caller, new PlaceOrder(caller.Id, service, OrderChannel.Api, idempotency_key is null ? null : "idem:" + idempotency_key, MostPrice: most), ct);
        return placed.Match<Answer<PurchaseData>>(order => PurchaseData.Of(order), error => error);
    }
}
