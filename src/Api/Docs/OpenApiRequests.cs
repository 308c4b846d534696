using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace XthonBot.Api.Docs;

/// <summary>The example body of a request in the document.</summary>
internal sealed record BodyExample(string Name, JsonNode Body);

/// <summary>Describes requests in the document: the meaning of the parameters, which are read as texts, and the shape of a body.</summary>
internal static class OpenApiRequests
{
    /// <summary>Shows the endpoint's body in the document.</summary>
    public static RouteHandlerBuilder Sent(this RouteHandlerBuilder builder, string name, string json) =>
        builder.WithMetadata(new BodyExample(name, JsonNode.Parse(json)!));

    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            foreach (var attribute in AttributesOf(context.Description.ParameterDescriptions, parameter.Name))
                Describe(parameter, attribute, context.Document);
        }

        var bodies = context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyExample>().ToList();
        foreach (var media in (operation.RequestBody?.Content?.Values ?? []).Where(_ => bodies.Count > 0))
            media.Examples = bodies.ToDictionary(
                body => body.Name,
                body => (IOpenApiExample)new OpenApiExample { Value = body.Body.DeepClone() }
            );
        return Task.CompletedTask;
    }

    // Where calls are tried, a filter that nobody chose is not to be sent: the page fills in what has an example.
    private static void Show(OpenApiParameter parameter, string sample)
    {
        if (parameter.Required)
            parameter.Example = sample;
        else
            parameter.Examples = new Dictionary<string, IOpenApiExample>
            {
                ["sample"] = new OpenApiExample
                {
                    Value = sample,
                    Extensions = new Dictionary<string, IOpenApiExtension> { ["x-disabled"] = new JsonNodeExtension(true) },
                },
            };
    }

    private static object[] AttributesOf(IEnumerable<ApiParameterDescription> all, string? name) =>
        all.FirstOrDefault(one => one.Name == name)?.ParameterDescriptor is IParameterInfoParameterDescriptor { ParameterInfo: { } info }
            ? info.GetCustomAttributes(inherit: false)
            : [];

    private static void Describe(OpenApiParameter parameter, object attribute, OpenApiDocument? document)
    {
        switch (attribute)
        {
            case AmountAttribute amount:
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = @"^\d{1,9}(\.\d{1,2})?$" };
                Show(parameter, amount.Example);
                break;
            case WholeNumberAttribute number:
                parameter.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Minimum = $"{number.Least}",
                    Maximum = $"{number.Most}",
                    Default = number.Usual,
                };
                break;
            case SampleAttribute sample:
                Show(parameter, sample.Text);
                break;
            case OneOfAttribute words:
                // A list is written with commas between its words, as it is read.
                (parameter.Style, parameter.Explode) = (ParameterStyle.Form, false);
                parameter.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchemaReference(words.Vocabulary, document),
                };
                break;
        }
    }
}
