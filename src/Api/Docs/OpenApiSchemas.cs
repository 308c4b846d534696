using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace XthonBot.Api.Docs;

/// <summary>Describes fields in the document beyond their type: see <c>Shown.cs</c>.</summary>
internal static class OpenApiSchemas
{
    private const string Mark = "vocabulary";

    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        // The reader of JSON would take "10" for 10; the writer never writes it.
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Integer))
            (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);

        foreach (var attribute in context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(inherit: false) ?? [])
        {
            switch (attribute)
            {
                case AmountAttribute amount:
                    (schema.Pattern, schema.Examples) = (Pattern(amount), [amount.Example]);
                    break;
                case SampleAttribute sample:
                    schema.Examples = [sample.Text];
                    break;
                case OneOfAttribute words:
                    // The schema becomes a reference once there is a document to refer to.
                    (schema.Metadata ??= new Dictionary<string, object>())[Mark] = words.Vocabulary;
                    break;
            }
        }

        return Task.CompletedTask;
    }

    public static string Pattern(AmountAttribute amount) => amount.Example[0] == '-' ? @"^-?\d+\.\d{2}$" : @"^\d+\.\d{2}$";

    /// <summary>Gives each list of words a schema of its own, and has the fields refer to it.</summary>
    public static void AddVocabularies(OpenApiDocument document, IEnumerable<Vocabulary> vocabularies)
    {
        foreach (var vocabulary in vocabularies)
        {
            var schema = vocabulary.IsListed ? OneOfListed(vocabulary.Words) : OneOf(vocabulary.Words);
            schema.Description = vocabulary.Means;
            document.AddComponent<IOpenApiSchema>(vocabulary.Name, schema);
        }

        foreach (
            var fields in document
                .Components!.Schemas!.Values.Select(schema => schema.Properties)
                .OfType<IDictionary<string, IOpenApiSchema>>()
        )
        {
            foreach (var (name, field) in fields.ToList())
                fields[name] = Resolve(document, field);
        }
    }

    /// <summary>As an enum of its own.</summary>
    private static OpenApiSchema OneOf(IEnumerable<string> words) =>
        new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (JsonNode)word)] };

    /// <summary>
    /// The same for words with a point in them or in a list: the enum that NSwag makes of those is not read by System.Text.Json. Inside of
    /// a text that has to be one of them it makes a text, and openapi-typescript the same union as of an enum.
    /// </summary>
    public static OpenApiSchema OneOfListed(IEnumerable<string> words) => new() { Type = JsonSchemaType.String, AllOf = [OneOf(words)] };

    private static IOpenApiSchema Resolve(OpenApiDocument document, IOpenApiSchema field)
    {
        if (field is not OpenApiSchema { Metadata: { } marks } schema || !marks.TryGetValue(Mark, out var name))
            return field;
        var words = new OpenApiSchemaReference((string)name, document);
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Array))
        {
            schema.Items = words;
            return schema;
        }

        if (schema.Type is { } either && either.HasFlag(JsonSchemaType.Null))
            return new OpenApiSchema
            {
                Description = schema.Description,
                OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, words],
            };
        words.Description = schema.Description;
        return words;
    }
}
