using System.Net.Http.Json;
using System.Text.Json.Nodes;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Sandbox;
using XthonBot.Sandbox.Hosting;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments;

/// <summary>What the sandbox's Bot API says of payments, against grammY's types of it: a witness that knows neither side.</summary>
public sealed class TelegramTypeFacts(VendorPackages packages)
{
    private const long Ann = 1001;
    private static readonly string[] Needed = ["currency", "id", "update_id", "message_id", "transactions", "type"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sandbox_tells_of_payments_in_Telegrams_own_types()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Ct);
        using var people = new SandboxTestClient(sandbox.Url);
        await people.AddPersonAsync(Ann, ct: Ct);
        var bot = new Bot(people.Http);
        var invoice = await bot.CallAsync(
            "sendInvoice",
            new JsonObject
            {
                ["chat_id"] = Ann,
                ["title"] = "Balance",
                ["description"] = "Ten dollars",
                ["payload"] = "pay_1",
                ["currency"] = "XTR",
                ["prices"] = new JsonArray(new JsonObject { ["label"] = "Balance", ["amount"] = 770 }),
            }
        );
        var paying = people.Desk.ActAsync((await people.ChatAsync(Ann, Ct)).Last!.Invoice!.Id!, "pay", ct: Ct);
        var asked = await bot.NextAsync();
        await bot.CallAsync(
            "answerPreCheckoutQuery",
            new JsonObject { ["pre_checkout_query_id"] = Text(asked["pre_checkout_query"]!["id"]!), ["ok"] = true }
        );
        Assert.True((await paying).Done);
        var paid = await bot.NextAsync();
        var charge = Text(paid["message"]!["successful_payment"]!["telegram_payment_charge_id"]!);
        await bot.CallAsync("refundStarPayment", new JsonObject { ["user_id"] = Ann, ["telegram_payment_charge_id"] = charge });
        var refunded = await bot.NextAsync();
        var listed = await bot.CallAsync("getStarTransactions", []);
        Assert.Equal(2, listed["transactions"]!.AsArray().Count);

        JsonObject[] samples =
        [
            Sample("Message.InvoiceMessage", invoice),
            Sample("Invoice", invoice["invoice"]!),
            Sample("Update", asked),
            Sample("PreCheckoutQuery", asked["pre_checkout_query"]!),
            Sample("Update", paid),
            Sample("SuccessfulPayment", paid["message"]!["successful_payment"]!),
            Sample("Update", refunded),
            Sample("RefundedPayment", refunded["message"]!["refunded_payment"]!),
            Sample("StarTransactions", listed),
            Sample("TransactionPartnerUser", listed["transactions"]![0]!["source"]!),
            Sample("TransactionPartnerUser", listed["transactions"]![1]!["receiver"]!),
        ];
        Assert.All(await ProblemsAsync(samples), Assert.Empty);
        // The witness sees a field that is missing, one that is of another type, and one that Telegram does not know, in each of them.
        Assert.All(await ProblemsAsync([.. samples.SelectMany(Spoilt)]), Assert.NotEmpty);
    }

    private static IEnumerable<JsonObject> Spoilt(JsonObject sample)
    {
        var known = sample["value"]!.AsObject().First(one => Needed.Contains(one.Key)).Key;
        foreach (var spoil in (Action<JsonObject>[])[one => one.Remove(known), one => one[known] = true, one => one["payee"] = "me"])
        {
            var spoilt = sample.DeepClone().AsObject();
            spoil(spoilt["value"]!.AsObject());
            yield return spoilt;
        }
    }

    /// <returns>Of each sample.</returns>
    private Task<string[][]> ProblemsAsync(JsonObject[] samples) =>
        packages.AskAsync<string[][]>(
            "telegram.problems",
            new JsonObject { ["samples"] = new JsonArray([.. samples.Select(sample => sample.DeepClone())]) }
        );

    private static JsonObject Sample(string type, JsonNode value) => new() { ["type"] = type, ["value"] = value.DeepClone() };

    private static string Text(JsonNode node) => node.GetValue<string>();

    private sealed class Bot(HttpClient http)
    {
        private long offset;

        public async Task<JsonObject> NextAsync()
        {
            var updates = await CallAsync<JsonArray>(
                "getUpdates",
                new JsonObject
                {
                    ["offset"] = offset,
                    ["limit"] = 1,
                    ["timeout"] = 10,
                }
            );
            var update = Assert.Single(updates)!.AsObject();
            offset = update["update_id"]!.GetValue<long>() + 1;
            return update;
        }

        public async Task<JsonObject> CallAsync(string method, JsonObject arguments) =>
            await CallAsync<JsonNode>(method, arguments) as JsonObject ?? [];

        private async Task<T> CallAsync<T>(string method, JsonObject arguments)
            where T : JsonNode
        {
            using var response = await http.PostAsJsonAsync(new Uri($"/bot1000000001:sandbox/{method}", UriKind.Relative), arguments, Ct);
            var answer = await response.Content.ReadFromJsonAsync<JsonObject>(Ct);
            Assert.True(answer!["ok"]!.GetValue<bool>(), answer.ToJsonString());
            return (T)answer["result"]!;
        }
    }
}
