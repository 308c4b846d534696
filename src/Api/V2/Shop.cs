using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Api.V2;

/// <summary>
/// Where the caller shops: in the store, or with a test key in the test world. The one place that knows the difference: an endpoint that
/// works on a shop, and on nothing else, serves both; one that does not take a shop answers test keys with 403.
/// </summary>
internal abstract class Shop : IEndpointParameterMetadataProvider
{
    public abstract Task<CustomerBalance> BalanceAsync(Caller caller, CancellationToken ct);

    public abstract Task<IReadOnlyList<ServiceView>> ServicesAsync(Caller caller, CancellationToken ct);

    public abstract Task<Result<OrderView>> BuyAsync(Caller caller, PlaceOrder order, CancellationToken ct);

    public abstract Task<Result<OrderView>> FindAsync(Caller caller, OrderId order, CancellationToken ct);

    /// <summary>Holds the answer until a code is there, or none will come, or the time is up.</summary>
    /// <param name="order">One for which that is worthwhile.</param>
    public abstract Task<Result<OrderView>> UntilCodeAsync(Caller caller, OrderView order, TimeSpan most, CancellationToken ct);

    public abstract Task<Result<Money>> CancelAsync(Caller caller, OrderId order, CancellationToken ct);

    public static ValueTask<Shop> BindAsync(HttpContext context) =>
        new(
            Caller.Of(context).Key.IsTest
                ? context.RequestServices.GetRequiredService<TestShop>()
                : context.RequestServices.GetRequiredService<RealShop>()
        );

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(ServesTestKeys.Mark);
}

internal static class Shops
{
    public static IServiceCollection AddShops(this IServiceCollection services) =>
        services.AddSingleton<CodeWait>().AddSingleton<RealShop>().AddSingleton<TestShop>();
}
