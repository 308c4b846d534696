using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Idempotency;
using XthonBot.Api.Keys;

namespace XthonBot.Api.V2;

internal static class V2Endpoints
{
    private static readonly ApiArea Area = new("/api/v2", IsEnveloped: true, IsCounted: true);

    // A client that may GET may also ask for the headers alone.
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddV2(this IServiceCollection services)
    {
        foreach (var vocabulary in Vocabularies.All)
            services.AddSingleton(vocabulary);
        return services.AddShops();
    }

    /// <returns>Where further endpoints of it are mapped.</returns>
    public static RouteGroupBuilder MapV2(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Area.Root)
            .WithGroupName(OpenApiV2.Document)
            .WithMetadata(Area, NeedsApiKey.Mark, BodyLimit.Default)
            .Fails(
                StatusCodes.Status401Unauthorized,
                StatusCodes.Status403Forbidden,
                StatusCodes.Status429TooManyRequests,
                StatusCodes.Status500InternalServerError,
                StatusCodes.Status503ServiceUnavailable
            );
        api.MapBalance();
        api.MapAccount();
        api.MapServices();
        api.MapTransactions();
        return api;
    }

    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder api, string path, Delegate handler) =>
        api.MapMethods(path, Read, handler);

    /// <summary>
    /// A POST that needs no body. A field that it does not take is refused, so that nothing is paid for a request that was not understood.
    /// With an
    /// <c>Idempotency-Key</c> it may be repeated.
    /// </summary>
    /// <param name="takes">The fields that it takes in the query or the body; read them from <see cref="CommandFields"/>.</param>
    public static RouteHandlerBuilder MapCommand(
        this IEndpointRouteBuilder api,
        string path,
        Delegate handler,
        params CommandField[] takes
    ) =>
        api.MapPost(path, handler)
            .AddEndpointFilter(new CommandFilter(takes))
            .AddEndpointFilter<IdempotencyFilter>()
            .Fails(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status409Conflict,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status422UnprocessableEntity
            );

    /// <summary>Names the failures of an endpoint for the OpenAPI document.</summary>
    public static T Fails<T>(this T builder, params int[] statuses)
        where T : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(FailureEnvelope), [JsonBody.ContentType]));
        return builder;
    }
}
