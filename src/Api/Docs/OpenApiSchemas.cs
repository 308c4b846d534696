using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace XthonBot.Api.Docs;

/// <summary>What the document says of a field beyond its type: see <c>Shown.cs</c>.</summary>
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
                    // It becomes a reference once there is a document to refer to.
                    (schema.Metadata ??= new Dictionary<string, object>())[Mark] = words.Vocabulary;
                    break;
            }
        }

        return Task.CompletedTask;
    }

    public static string Pattern(AmountAttribute amount) => amount.Example[0] == '-' ? @"^-?\d+\.\d{2}$" : @"^\d+\.\d{2}$";

    /// <summary>Gives each list of words a schema of its own, and has the fields refer to it.</summary>
    public static void AddVocabularies(OpenApiDocument document)
    {
        foreach (var (name, (means, words)) in Vocabulary.All)
        {
            document.AddComponent<IOpenApiSchema>(name, new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = means,
                Enum = [.. words.Select(word => (JsonNode)word)],
            });
        }

        foreach (var fields in document.Components!.Schemas!.Values.Select(schema => schema.Properties).OfType<IDictionary<string, IOpenApiSchema>>())
        {
            foreach (var (name, field) in fields.ToList())
                fields[name] = Resolve(document, field);
        }
    }

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
            return new OpenApiSchema { Description = schema.Description, OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, words] };
        words.Description = schema.Description;
        return words;
    }
}
