using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Api.Docs;

/// <summary>The OpenAPI document of <c>/api/v2</c>, made from the endpoints' types.</summary>
internal static class OpenApiV2
{
    public const string Document = "v2";

    /// <summary>Stands in the document where the store's address goes.</summary>
    public const string Base = "https://base.invalid";

    private const string Scheme = "ApiKey";

    public static IServiceCollection AddOpenApiV2(this IServiceCollection services) =>
        services
            .AddOpenApi(
                Document,
                options =>
                {
                    options.ShouldInclude = endpoint => endpoint.GroupName == Document;
                    options.CreateSchemaReferenceId = type =>
                        OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("[]", "List", StringComparison.Ordinal);
                    options.AddOperationTransformer(OpenApiRequests.DescribeAsync);
                    options.AddOperationTransformer(OpenApiAnswers.DescribeAsync);
                    options.AddSchemaTransformer(OpenApiSchemas.DescribeAsync);
                }
            )
            // The last transformer: it reads what the others have described.
            .PostConfigure<OpenApiOptions>(Document, options => options.AddDocumentTransformer(DescribeAsync))
            .AddSingleton<OpenApiFile>();

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        var store = context.ApplicationServices.GetRequiredService<IOptions<StoreIdentity>>().Value;
        document.Info = new OpenApiInfo { Title = $"{store.Name} API", Version = "2" };
        document.Servers = [new OpenApiServer { Url = Base }];
        document.Info.Description = DocsFile.Text("reference.md").Replace("{{base}}", Base, StringComparison.Ordinal);
        OpenApiSchemas.AddVocabularies(document, context.ApplicationServices.GetServices<Vocabulary>());

        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = NeedsApiKey.Header,
                Description = "Your personal API key. Grab it from the bot under 🔑 API.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];

        // HEAD answers as GET does; saying so would double the document.
        foreach (var path in document.Paths.Values)
            path.Operations?.Remove(HttpMethod.Head);
        return Task.CompletedTask;
    }
}
