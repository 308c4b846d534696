using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Docs;

/// <summary>The client that NSwag generates from the document, with its usual settings, compiled and put to work.</summary>
public sealed class NSwagFacts
{
    /// <summary>
    /// Written against what is generated: that it compiles says that numbers are numbers, and that texts and words have types.
    /// </summary>
    private const string Program = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;
        using Generated;

        public static class Program
        {
            public static async Task<string> RunAsync(HttpClient http)
            {
                var store = new StoreClient(http) { BaseUrl = http.BaseAddress.ToString() };
                var said = new List<string>();
                var service = (await store.ListServicesAsync()).Data.Single();
                said.Add($"{service.Code} {service.Stock + 1}");
                try
                {
                    await store.BuyAsync(service.Code, "0.50", null);
                }
                catch (ApiException<FailureEnvelope> refused)
                {
                    said.Add($"{refused.StatusCode} {refused.Result.Message}");
                }

                var bought = (await store.BuyAsync(service.Id, "1.20", "order-4711")).Data;
                said.Add($"{bought.Status == TransactionStatus.PENDING} {bought.Expires_at > bought.Created_at}");
                var code = await store.GetCodeAsync(bought.Id, 0);
                said.Add($"{code.Data.Code ?? "none"}: {code.Message}");
                said.Add($"refunded {(await store.CancelAsync(bought.Id, null)).Data.Refunded}");
                var listed = new[] { TransactionStatus.CANCELED, TransactionStatus.PENDING };
                var page = (await store.ListTransactionsAsync(listed, null, "2020-01-01", null, 10, null)).Data;
                said.Add(string.Join(' ', page.Items.Select(one => one.Status)));
                said.Add(string.Join(' ', (await store.ListLedgerAsync(null, null, 1, null)).Data.Items.Select(one => one.Type)));
                said.Add(string.Join(' ', (await store.GetAccountAsync()).Data.Key.Scopes));

                var events = new[] { "transaction.succeeded", "balance.low" };
                var wanted = new MakeWebhookBody { Url = "https://example.com/xthon", Events = events, Balance_below = "5.00" };
                var made = (await store.MakeWebhookAsync(wanted)).Data.Webhook;
                said.Add($"{string.Join(' ', made.Events)} {made.Balance_below}");
                var off = (await store.ChangeWebhookAsync(made.Id, new ChangeWebhookBody { Enabled = false })).Data;
                said.Add($"{off.Enabled} {off.Disabled_reason == DisabledReason.Owner} {off.Balance_below} {off.Events.Count}");
                var on = new ChangeWebhookBody { Enabled = true, Balance_below = "off" };
                said.Add((await store.ChangeWebhookAsync(made.Id, on)).Data.Balance_below ?? "never");
                await store.TestWebhookAsync(made.Id, null);
                var sent = (await store.ListDeliveriesAsync(made.Id, 5, null)).Data.Items.Single();
                said.Add($"{sent.Type} {sent.Status == DeliveryStatus.Pending} {sent.Attempts + 0}");
                return string.Join('\n', said);
            }
        }
        """;

    [Theory]
    [InlineData(CSharpJsonLibrary.SystemTextJson)]
    [InlineData(CSharpJsonLibrary.NewtonsoftJson)]
    public async Task Bug_a_generated_client_needs_no_trick(CSharpJsonLibrary library)
    {
        await using var api = await ApiHost.StartAsync();
        await api.Store.ServiceAsync(numbers: 3);
        var ann = await api.Store.CustomerAsync("100.00");
        var document = await OpenApiDocument.FromJsonAsync(
            (await api.GetAsync("/openapi/v2.json")).Body,
            TestContext.Current.CancellationToken
        );
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "StoreClient",
            CSharpGeneratorSettings = { Namespace = "Generated", JsonLibrary = library },
        };
        using var http = new HttpClient { BaseAddress = api.Client.BaseAddress };
        http.DefaultRequestHeaders.Add("X-API-Key", await api.KeyAsync(ann));

        var said = await RunAsync(new CSharpClientGenerator(document, settings).GenerateFile(), http);

        Assert.Equal(
            [
                "tg 4",
                "409 The price is 1.20, more than the 0.50 of max_price",
                "True True",
                "none: Waiting for the code until 2026-11-22T10:20:00Z",
                "refunded 1.20",
                "CANCELED",
                "Refund",
                "read buy",
                "transaction.succeeded balance.low 5.00",
                "False True 5.00 2",
                "never",
                "test True 0",
            ],
            said.Split('\n')
        );
        Assert.Equal("100.00", $"{await api.Store.BalanceAsync(ann.Id)}");
    }

    private static async Task<string> RunAsync(string client, HttpClient http)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            $"generated{Guid.CreateVersion7():N}",
            [CSharpSyntaxTree.ParseText(client), CSharpSyntaxTree.ParseText(Program)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        using var assembly = new MemoryStream();
        Assert.Empty(compilation.Emit(assembly).Diagnostics.Where(problem => problem.Severity == DiagnosticSeverity.Error));
        assembly.Position = 0;
        var context = new AssemblyLoadContext("generated", isCollectible: true);
        try
        {
            return await (Task<string>)
                context
                    .LoadFromStream(assembly)
                    .GetType("Program")!
                    .GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Static)!
                    .Invoke(null, [http])!;
        }
        finally
        {
            context.Unload();
        }
    }
}
