using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using XthonBot.Api.Envelopes;

namespace XthonBot.Api.Docs;

/// <summary>Describes answers in the document beyond their type: the meaning of a status, examples, and when to ask again.</summary>
internal static class OpenApiAnswers
{
    // The examples of these depend on the endpoint, which names its own.
    private static readonly int[] Various =
    [
        StatusCodes.Status400BadRequest,
        StatusCodes.Status409Conflict,
        StatusCodes.Status422UnprocessableEntity,
        StatusCodes.Status500InternalServerError,
    ];

    private static readonly int[] Again = [StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable];

    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var examples = context.Description.ActionDescriptor.EndpointMetadata.OfType<AnswerExample>().ToLookup(example => example.Status);
        var described = new OpenApiResponses();
        // Success first: the framework lists those of the group before those of the endpoint.
        foreach (var (key, answer) in (operation.Responses ?? []).OrderBy(response => response.Key, StringComparer.Ordinal))
        {
            if (answer is OpenApiResponse response && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
                Describe(response, status, [.. examples[status]]);
            described.Add(key, answer);
        }

        operation.Responses = described;
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiResponse response, int status, AnswerExample[] examples)
    {
        response.Description = Meaning(status);
        if (examples.Length == 0 && status >= StatusCodes.Status400BadRequest && !Various.Contains(status))
            examples = [AnswerExample.Of("failure", Failure.Of(status))];
        foreach (var media in (response.Content ?? new Dictionary<string, OpenApiMediaType>()).Values.Where(_ => examples.Length > 0))
            media.Examples = examples.ToDictionary(
                example => example.Name,
                example => (IOpenApiExample)new OpenApiExample { Value = example.Body.DeepClone() }
            );
        if (Again.Contains(status))
            response.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = RetryAfter() };
    }

    private static string Meaning(int status) =>
        status switch
        {
            StatusCodes.Status200OK => "Success",
            StatusCodes.Status409Conflict => "The state of things forbids it; the message says why",
            StatusCodes.Status422UnprocessableEntity => "The Idempotency-Key was used for another request",
            StatusCodes.Status500InternalServerError => "Internal error, with an id to ask about",
            _ => DefaultMessages.For(status),
        };

    private static OpenApiHeader RetryAfter() =>
        new()
        {
            Description = "After how many seconds to ask again.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        };
}
