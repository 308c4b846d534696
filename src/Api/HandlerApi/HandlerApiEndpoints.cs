using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Envelopes;

namespace XthonBot.Api.HandlerApi;

/// <summary>
/// The activation protocol, for the many clients that speak it: a thin translation onto the store's use cases. Its answers are words
/// with HTTP 200, errors too, since its clients take any other status for a broken connection.
/// </summary>
internal static class HandlerApiEndpoints
{
    private static readonly ApiArea Area = new("/stubs/handler_api.php", IsOnePath: true, IsCounted: true);

    public static IServiceCollection AddHandlerApi(this IServiceCollection services) =>
        services
            .AddSingleton<BuyActivation>()
            .AddSingleton<ActivationHistory>()
            .AddSingleton<ActivationActions>()
            .AddSingleton<HandlerApiAuthenticator>();

    public static void MapHandlerApi(this IEndpointRouteBuilder app) =>
        app.MapMethods(
                Area.Root,
                [HttpMethods.Get, HttpMethods.Post],
                (HttpContext context, HandlerApiAuthenticator door) => door.HandleAsync(context)
            )
            .WithMetadata(Area, BodyLimit.Default)
            .ExcludeFromDescription();
}
