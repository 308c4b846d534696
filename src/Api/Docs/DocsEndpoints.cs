using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Api.Docs;

/// <summary>The reference and its pages for people at <c>/docs</c>, the document for machines at <c>/openapi/v2.json</c>.</summary>
internal static class DocsEndpoints
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddDocs(this IServiceCollection services)
    {
        services.AddSingleton<DocsSite>();
        return services.AddOpenApiV2();
    }

    public static void MapDocs(this IEndpointRouteBuilder app)
    {
        foreach (var page in DocsPage.All)
            app.MapMethods(page.Path, Read, (HttpContext context, DocsSite site) => site.WriteAsync(context, page))
                .ExcludeFromDescription();
        foreach (var asset in DocsAsset.All)
            app.MapMethods(asset.Path, Read, asset.Answer).ExcludeFromDescription();
        app.MapMethods(OpenApiFile.Path, Read, (HttpContext context, OpenApiFile file) => file.AnswerAsync(context))
            .ExcludeFromDescription();
        app.MapMethods("/", Read, () => TypedResults.LocalRedirect($"~{DocsPage.Home}")).ExcludeFromDescription();
        app.MapMethods(
                $"{DocsPage.Home}/{{**rest}}",
                Read,
                (HttpContext context, DocsSite site) => site.WriteAsync(context, DocsPage.Missing, StatusCodes.Status404NotFound)
            )
            .ExcludeFromDescription();
    }
}
