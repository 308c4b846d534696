using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Views.Storefront;
using XthonBot.Sandbox;
using XthonBot.Sandbox.Hosting;

namespace XthonBot.Bot.Hosting;

/// <summary>The section <c>Sandbox</c> of the configuration.</summary>
internal sealed class SandboxSettings
{
    public string Url { get; set; } = "http://127.0.0.1:5081";

    public string Database { get; set; } = "Data Source=data/sandbox.db";
}

internal sealed class SandboxSettingsCheck : OptionsCheck<SandboxSettings>
{
    protected override IEnumerable<string?> Problems(SandboxSettings options) =>
        [
            Uri.TryCreate(options.Url, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp && url.IsLoopback
                ? null
                : $"Sandbox:Url is {Setting.Quoted(options.Url)}; it must be http on a loopback address, such as http://127.0.0.1:5081.",
        ];
}

/// <summary>The store without Telegram: in Development, where no token is set. On loopback alone, with a database of its own.</summary>
internal sealed class SandboxMode(SandboxServer server) : IAsyncDisposable
{
    private const string Source = "sandbox";

    public static bool Applies(IConfiguration configuration, IHostEnvironment environment) =>
        environment.IsDevelopment() && string.IsNullOrWhiteSpace(configuration["Telegram:Token"]);

    /// <summary>The sandbox's database, unless one is given by name outside of the file.</summary>
    public static void UseDatabase(ConfigurationManager configuration) =>
        configuration["ConnectionStrings:Store"] = Read(configuration).Database;

    /// <summary>Starts the sandbox and points the store at it.</summary>
    public static async Task<SandboxMode> StartAsync(ConfigurationManager configuration, CancellationToken ct)
    {
        foreach (var url in (configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !address.IsLoopback)
                throw new ConfigurationException(
                    $"Urls is '{url}', but without Telegram:Token the store starts its sandbox, which listens on loopback only."
                );
        }

        var secret = StandardWebhookSignature.CreateSecret();
        var options = new SandboxOptions { Url = Read(configuration).Url, HookSecret = secret };
        // An operator is told of receipts at once, as in a store whose operator has pressed Start.
        options = options with
        {
            People = [.. options.People.Select(person => person with { HasStarted = person.Role == "operator" })],
        };
        var server = await SandboxServer.StartAsync(options, ct);
        configuration["Telegram:Token"] = options.Token;
        configuration["Telegram:ApiUrl"] = server.Url.ToString();
        configuration["Telegram:AdminIds"] = string.Join(',', options.People.Where(p => p.Role == "operator").Select(p => p.Id));
        configuration[$"Inbound:Sources:{Source}:Kind"] = "Generic";
        configuration[$"Inbound:Sources:{Source}:Secret"] = secret;
        foreach (var (key, value) in WaysToPay(server.Url, options))
            Default(configuration, key, value);
        Default(configuration, "Store:Contact", "@olga");
        return new SandboxMode(server);
    }

    /// <summary>The ways to pay of a first visitor, which all lead to the sandbox's cash desk: nothing has to be set up for them.</summary>
    public static IReadOnlyList<(string Key, string Value)> WaysToPay(Uri sandbox, SandboxOptions options)
    {
        var (root, desk) = (sandbox.ToString().TrimEnd('/'), options.Desk);
        return
        [
            ("Payments:Ways:stars:Kind", "Stars"),
            ("Payments:Ways:cryptopay:Kind", "CryptoPay"),
            ("Payments:Ways:cryptopay:Token", desk.CryptoPayToken),
            ("Payments:Ways:cryptopay:Url", root + "/desk/cryptopay"),
            ("Payments:Ways:btcpay:Kind", "BtcPay"),
            ("Payments:Ways:btcpay:Url", root + "/desk/btcpay"),
            ("Payments:Ways:btcpay:ApiKey", desk.BtcPayKey),
            ("Payments:Ways:btcpay:StoreId", desk.BtcPayStoreId),
            ("Payments:Ways:btcpay:Secret", desk.BtcPayHookSecret),
            ("Payments:Ways:heleket:Kind", "Heleket"),
            ("Payments:Ways:heleket:Url", root + "/desk/heleket"),
            ("Payments:Ways:heleket:Merchant", desk.HeleketMerchant),
            ("Payments:Ways:heleket:ApiKey", desk.HeleketKey),
            ("Payments:Ways:heleket:PayoutKey", desk.HeleketPayoutKey),
            ("Payments:Ways:transfer:Kind", "Transfer"),
            (
                "Payments:Ways:transfer:Text:en",
                "Send {amount} to card 4000 0000 0000 0002 and write {reference} with it. (A pretended card.)"
            ),
            (
                "Payments:Ways:transfer:Text:ru",
                "Переведите {amount} на карту 4000 0000 0000 0002 с комментарием {reference}. (Карта ненастоящая.)"
            ),
        ];
    }

    // A key that somebody set stands.
    private static void Default(ConfigurationManager configuration, string key, string value)
    {
        if (string.IsNullOrEmpty(configuration[key]))
            configuration[key] = value;
    }

    private static SandboxSettings Read(IConfiguration configuration) => configuration.ReadSettings("Sandbox", new SandboxSettingsCheck());

    /// <summary>Puts something on the shelves and on the balances of a new database.</summary>
    public static async Task SeedAsync(IServiceProvider services, CancellationToken ct)
    {
        if ((await services.GetRequiredService<ListServicesHandler>().AllAsync(ct)).Count > 0)
            return;

        (string Code, string Price, string Name, int Area, int Count)[] shelves =
        [
            ("tg", "1.20", "USA Telegram", 201, 42),
            ("wa", "0.90", "USA WhatsApp", 302, 25),
        ];
        foreach (var shelf in shelves)
        {
            await services
                .GetRequiredService<EditCatalogHandler>()
                .HandleAsync(shelf.Code, new CatalogEdit.Add(Money.Parse(shelf.Price).Value, shelf.Name), Actor.System, ct);
            // 555-0100 to 555-0199 are kept free for such use in every area.
            var lines = string.Join('\n', Enumerable.Range(100, shelf.Count).Select(last => $"+1{shelf.Area}5550{last}"));
            await services
                .GetRequiredService<ImportNumbersHandler>()
                .HandleAsync(
                    new ImportNumbers(shelf.Code, "seed " + shelf.Code, StockFile.Read(new StringReader(lines)), Actor.System),
                    null,
                    CancellationToken.None,
                    ct
                );
        }

        foreach (var person in new SandboxOptions().People.Where(p => p.Role == "customer"))
        {
            var customer = await services
                .GetRequiredService<MeetCustomerHandler>()
                .HandleAsync(new MeetCustomer(person.Id, person.Username, person.FirstName, person.LanguageCode), ct);
            await services.GetRequiredService<SeedBalance>().GiveAsync(customer.Id, new Money(1250), ct);
        }
    }

    /// <summary>Once the store listens: the gateway knows where to, and the person at the terminal too.</summary>
    public void Greet(string storeUrl)
    {
        server.HookUrl = new Uri($"{storeUrl}/hooks/sms/{Source}");
        server.PayHookUrl = new Uri($"{storeUrl}/hooks/pay");
        server.StoreUrl = new Uri($"{storeUrl}/api/v2");
        Console.WriteLine(
            $"""

              The store runs in its sandbox: no Telegram, no real money.

              Chat page   {server.Url.ToString().TrimEnd('/')}/sandbox
              REST API    {storeUrl}/api/v2   (documentation: {storeUrl}/docs)

              Open the chat page, write /start, top up, buy a number and send it a code from the gateway panel.

            """
        );
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
