using System.Diagnostics;
using XthonBot.Figures;
using XthonBot.TestKit;

// The figures of the first release, each beside its limit: dotnet run -c Release --project bench/Figures
// The store runs as its own process with the sender's limits lifted; the sandbox and the customers run in this one.

Console.WriteLine($"{"figure", -62}{"p50", 10}{"p99", 10}{"limit", 12}");
await Starting.MeasureAsync();
await using var shop = await Shop.OpenAsync();
await Taps.OneCustomerAsync(shop);
await Messages.OneCustomerAsync(shop);
await Taps.ManyCustomersAsync(shop, 200);
await Messages.ManyCustomersAsync(shop, 200);
await Races.LastNumbersAsync(shop);
await Races.ShortBalanceAsync(shop);
return Report.AllWithin ? 0 : 1;

namespace XthonBot.Figures
{
    internal static class Report
    {
        public static bool AllWithin { get; private set; } = true;

        public static void Line(string name, IReadOnlyList<double> milliseconds, double limit)
        {
            var sorted = milliseconds.Order().ToList();
            var p50 = sorted[sorted.Count / 2];
            var p99 = sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * 0.99))];
            AllWithin &= p99 < limit;
            Console.WriteLine($"{name, -62}{p50, 7:0.0} ms{p99, 7:0.0} ms{limit, 9:0} ms");
        }

        public static void Figure(string name, string value, string limit, bool within)
        {
            AllWithin &= within;
            Console.WriteLine($"{name, -62}{value, 20}{limit, 12}");
        }
    }

    /// <summary>A store in a process of its own with something on its shelves.</summary>
    internal sealed class Shop : IAsyncDisposable
    {
        private readonly StoreHost host;

        private Shop(StoreHost host, StoreProcess process, Person olga) => (this.host, Process, Olga) = (host, process, olga);

        public StoreProcess Process { get; }

        public Person Olga { get; }

        public SandboxTestClient Telegram => host.Telegram;

        public static async Task<Shop> OpenAsync()
        {
            var host = await StoreHost.StartAsync();
            var olga = await host.OperatorAsync();
            await host.StockAsync(olga, "tg", "1.00", "USA Telegram", 300);
            await host.StopAsync();
            var process = await StoreProcess.StartAsync([.. host.Arguments, "--Logging:Level=Information"]);
            host.Sandbox.HookUrl = new Uri(process.Url, "/hooks/sms/sandbox");
            return new Shop(host, process, olga);
        }

        public async Task<Person> CustomerAsync(string money)
        {
            var person = await host.StrangerAsync();
            await person.Sends("/start");
            await person.Sees("Terms of use");
            await person.Taps("✅ I accept");
            await person.Sees("Your balance");
            await person.RememberAsync();
            await Olga.Sends($"/credit {person.Id} {money}");
            await person.Sees("New balance");
            return person;
        }

        /// <summary>A phone number of an order that this person places.</summary>
        public static async Task<string> BuyAsync(Person person)
        {
            var card = await OfferAsync(person, "USA Telegram");
            await person.Taps("✅ Buy for $1.00", card.MessageId);
            return (await person.Sees("Waiting for the code")).AllButtons.First(b => b.CopyText is not null).CopyText!;
        }

        public static async Task<SandboxMessage> OfferAsync(Person person, string service)
        {
            await person.Sends($"/buy {service}");
            var list = await person.Sees("Services like");
            await person.Taps(list.Buttons![0][0].Text, list.MessageId);
            return await person.Sees("In stock");
        }

        public async Task<string> CheckAsync() =>
            (
                await StoreProcess.RunAsync(
                    Path.GetTempPath(),
                    [],
                    "check",
                    host.Arguments.Single(a => a.Contains("ConnectionStrings", StringComparison.Ordinal))
                )
            ).Output.Split('\n')[^1];

        public async ValueTask DisposeAsync()
        {
            await Process.TerminateAsync();
            await Process.DisposeAsync();
            await host.DisposeAsync();
        }
    }

    internal static class Starting
    {
        public static async Task MeasureAsync()
        {
            var times = new List<double>();
            long resident = 0;
            for (var i = 0; i < 5; i++)
            {
                await using var host = await StoreHost.StartAsync();
                await host.StopAsync();
                using var http = new HttpClient();
                var began = Stopwatch.GetTimestamp();
                await using var process = await StoreProcess.StartAsync([.. host.Arguments, "--Logging:Level=Information"]);
                while (!(await http.GetAsync(new Uri(process.Url, "/health/ready"))).IsSuccessStatusCode)
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                if (i < 4)
                    continue;
                await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
                resident = process.ResidentBytes;
            }

            Report.Line("process start to the first 200 of /health/ready (5 starts)", times, 3000);
            Report.Figure("resident memory, idle for 10 s", $"{resident / 1048576} MB", "150 MB", resident < 150L << 20);
        }
    }

    internal static class Taps
    {
        public static async Task OneCustomerAsync(Shop shop)
        {
            var ann = await shop.CustomerAsync("5.00");
            var times = await BrowseAsync(ann, 20);
            times = await BrowseAsync(ann, 300);
            Report.Line("a tap to its changed screen, one customer, 300 taps", times, 100);
        }

        public static async Task ManyCustomersAsync(Shop shop, int count)
        {
            var people = new List<Person>();
            for (var i = 0; i < count; i++)
                people.Add(await shop.CustomerAsync("5.00"));
            var times = (await Task.WhenAll(people.Select(p => BrowseAsync(p, 5)))).SelectMany(t => t).ToList();
            Report.Line($"a tap to its changed screen, {count} customers at once, {times.Count} taps", times, 1000);
        }

        private static async Task<List<double>> BrowseAsync(Person person, int taps)
        {
            await person.Sends("/buy");
            var message = await person.Sees("Which service");
            var times = new List<double>();
            for (var i = 0; i < taps; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await person.Taps(i % 2 == 0 ? message.Buttons![0][0].Text : "◀ Back", message.MessageId);
                var seen = await person.Sees(i % 2 == 0 ? "In stock" : "Which service");
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                message = seen;
            }

            return times;
        }
    }

    internal static class Messages
    {
        public static async Task OneCustomerAsync(Shop shop)
        {
            var ann = await shop.CustomerAsync("5.00");
            var phone = await Shop.BuyAsync(ann);
            await ReceiveAsync(shop, ann, phone, 20, 10_000);
            Report.Line(
                "an inbound message to its sendMessage, one customer, 300 texts",
                await ReceiveAsync(shop, ann, phone, 300, 20_000),
                100
            );
        }

        public static async Task ManyCustomersAsync(Shop shop, int count)
        {
            var people = new List<(Person Person, string Phone)>();
            for (var i = 0; i < count; i++)
            {
                var person = await shop.CustomerAsync("5.00");
                people.Add((person, await Shop.BuyAsync(person)));
            }

            var times = (await Task.WhenAll(people.Select((p, i) => ReceiveAsync(shop, p.Person, p.Phone, 1, 30_000 + i))))
                .SelectMany(t => t)
                .ToList();
            Report.Line($"an inbound message to its sendMessage, {count} customers at once", times, 1000);
        }

        private static async Task<List<double>> ReceiveAsync(Shop shop, Person person, string phone, int count, int firstCode)
        {
            var times = new List<double>();
            for (var i = 0; i < count; i++)
            {
                await person.RememberAsync();
                var began = Stopwatch.GetTimestamp();
                await shop.Telegram.SmsAsync("Telegram", phone, $"Your code is {firstCode + i}");
                await person.Sees($"🔔 Code for {phone}: {firstCode + i}");
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return times;
        }
    }

    internal static class Races
    {
        public static async Task LastNumbersAsync(Shop shop)
        {
            await shop.Olga.Sends("/service add last 1.00 Last");
            await shop.Olga.Sees("On sale");
            await shop.Olga.Sends("/stock last\n" + string.Join('\n', Enumerable.Range(0, 10).Select(i => $"+1444000{i:0000}")));
            await shop.Olga.Sees("Added 10");
            var offers = new List<(Person Person, SandboxMessage Offer)>();
            for (var i = 0; i < 50; i++)
            {
                var person = await shop.CustomerAsync("5.00");
                offers.Add((person, await Shop.OfferAsync(person, "Last")));
            }

            var bought = (
                await Task.WhenAll(
                    offers.Select(async o =>
                    {
                        await o.Person.Taps("✅ Buy for $1.00", o.Offer.MessageId);
                        return !(await o.Person.Sees("Last")).Text!.Contains("sold out", StringComparison.Ordinal);
                    })
                )
            ).Count(yes => yes);
            var check = await shop.CheckAsync();
            Report.Figure(
                "50 buyers at once for the last 10 numbers: bought; check",
                $"{bought}; {check}",
                "10",
                bought == 10 && check == "No difference."
            );
        }

        public static async Task ShortBalanceAsync(Shop shop)
        {
            var ann = await shop.CustomerAsync("10.00");
            await ann.Sends("/api");
            await ann.Sees("no keys yet");
            await ann.Taps("➕ New key");
            var key = (await ann.Sees("not shown again")).AllButtons.First(b => b.CopyText is not null).CopyText!;
            using var http = new HttpClient { BaseAddress = shop.Process.Url };
            http.DefaultRequestHeaders.Add("X-API-Key", key);
            var services = System.Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync(new Uri("/api/v2/services", UriKind.Relative)))![
                "data"
            ]!.AsArray();
            var id = services.Single(s => (string?)s!["name"] == "USA Telegram")!["id"];
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 50).Select(_ => http.PostAsync(new Uri($"/api/v2/services/{id}/buy", UriKind.Relative), null))
            );
            var bought = answers.Count(a => a.IsSuccessStatusCode);
            var refused = answers.Count(a => a.StatusCode == System.Net.HttpStatusCode.PaymentRequired);
            var check = await shop.CheckAsync();
            Report.Figure(
                "50 buys at once on a balance for 10: bought; check",
                $"{bought}; {check}",
                "10",
                bought == 10 && refused == 40 && check == "No difference."
            );
        }
    }
}
