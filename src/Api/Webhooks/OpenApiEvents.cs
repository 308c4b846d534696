using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using XthonBot.Api.Docs;
using XthonBot.Api.V2;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Api.Webhooks;

/// <summary>The section <c>webhooks</c>: what a customer's own server is sent.</summary>
internal static class OpenApiEvents
{
    private static readonly string[] Signed = ["webhook-id", "webhook-timestamp", "webhook-signature"];

    private static readonly WebhookEvents[] OfTransactions =
    [
        WebhookEvents.Succeeded,
        WebhookEvents.Canceled,
        WebhookEvents.Expired,
        WebhookEvents.Refunded,
    ];

    public static async Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        await AddAsync<TransactionData>("TransactionEvent", "What became of a transaction.", OfTransactions);
        await AddAsync<MessageEventData>("MessageEvent", "A message has arrived, with a code or without.", [WebhookEvents.Message]);
        await AddAsync<BalanceLowData>("BalanceLowEvent", "The balance fell below balance_below.", [WebhookEvents.BalanceLow]);
        await AddAsync<TopUpEventData>("TopUpPaidEvent", "Money was paid in.", [WebhookEvents.TopUpPaid]);
        await AddAsync<TopUpEventData>("TopUpRefundedEvent", "A payer has their money back.", [WebhookEvents.TopUpRefunded]);
        await AddAsync<TestData>("TestEvent", "You asked for it.", [WebhookEvents.Test]);

        async Task AddAsync<TData>(string name, string means, WebhookEvents[] events)
        {
            var data = typeof(TData).Name;
            if (document.Components?.Schemas?.ContainsKey(data) != true)
                document.AddComponent<IOpenApiSchema>(data, await context.GetOrCreateSchemaAsync(typeof(TData), cancellationToken: ct));
            document.AddComponent<IOpenApiSchema>(name, Shape(events, new OpenApiSchemaReference(data, document)));
            document.Webhooks ??= new Dictionary<string, IOpenApiPathItem>();
            foreach (var one in events)
                document.Webhooks[one.Name()] = Sent(one, means, new OpenApiSchemaReference(name, document), document);
        }
    }

    private static OpenApiSchema Shape(WebhookEvents[] events, OpenApiSchemaReference data) =>
        new()
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "type", "timestamp", "data" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = OpenApiSchemas.OneOfListed(events.Select(one => one.Name())),
                ["timestamp"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = "date-time",
                    Description = "When it happened.",
                },
                ["data"] = data,
            },
        };

    private static OpenApiParameter Header(string name) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static OpenApiPathItem Sent(WebhookEvents one, string means, OpenApiSchemaReference shape, OpenApiDocument document) =>
        new()
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation>
            {
                [HttpMethod.Post] = new()
                {
                    OperationId = $"on{string.Concat(one.Name().Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..]))}",
                    Tags = new HashSet<OpenApiTagReference> { new("Webhooks", document) },
                    Summary = means,
                    Description = "Signed by the Standard Webhooks scheme.",
                    // The store sends no key to a customer's server.
                    Security = [],
                    Parameters = [.. Signed.Select(Header)],
                    RequestBody = new OpenApiRequestBody
                    {
                        Required = true,
                        Content = new Dictionary<string, OpenApiMediaType>
                        {
                            ["application/json"] = new() { Schema = shape, Example = JsonNode.Parse(EventBodies.Example(one)) },
                        },
                    },
                    Responses = new OpenApiResponses
                    {
                        ["2XX"] = new OpenApiResponse { Description = "Received. After anything else it is sent again." },
                    },
                },
            },
        };
}
