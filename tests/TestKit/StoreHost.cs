using Microsoft.Extensions.DependencyInjection;
using XthonBot.Bot.Hosting;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Views.Reconciliation;
using XthonBot.Sandbox;
using XthonBot.Sandbox.Hosting;

namespace XthonBot.TestKit;

/// <summary>The whole store against a sandbox: real HTTP on real ports, a real database, the real clock.</summary>
public sealed class StoreHost : IAsyncDisposable
{
    public const long OperatorId = 1003;
    public const string HookSecret = "whsec_dGVzdC1zZWNyZXQtb2YtdGhlLXNhbmRib3gtaG9vaw==";
    private static long people = 20_000;

    private readonly TestDatabase database;
    private readonly (string Key, string Value)[] settings;
    private readonly Action<IServiceCollection>? replace;
    private StoreApp? app;

    private StoreHost(
        TestDatabase database,
        SandboxServer sandbox,
        (string Key, string Value)[] settings,
        Action<IServiceCollection>? replace
    )
    {
        this.replace = replace;
        this.database = database;
        Sandbox = sandbox;
        this.settings = settings;
        Telegram = new SandboxTestClient(sandbox.Url);
    }

    public SandboxServer Sandbox { get; }

    public SandboxTestClient Telegram { get; }

    public TestDatabase Database => database;

    /// <summary>Where the store listens.</summary>
    public Uri Url => new(app!.Url);

    public static Task<StoreHost> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, settings);

    /// <summary>With all ways to pay that the sandbox's cash desk plays.</summary>
    public static async Task<StoreHost> StartAtDeskAsync()
    {
        var options = new SandboxOptions { HookSecret = HookSecret };
        var sandbox = await SandboxServer.StartAsync(options);
        var host = new StoreHost(await TestDatabase.MakeAsync(), sandbox, [.. SandboxMode.WaysToPay(sandbox.Url, options)], null);
        await host.Telegram.AddPersonAsync(OperatorId);
        await host.StartAppAsync();
        return host;
    }

    /// <param name="replace">Puts a far end of the test's own in the place of another.</param>
    public static async Task<StoreHost> StartAsync(Action<IServiceCollection>? replace, params (string Key, string Value)[] settings)
    {
        var host = new StoreHost(
            await TestDatabase.MakeAsync(),
            await SandboxServer.StartAsync(new SandboxOptions { HookSecret = HookSecret }),
            settings,
            replace
        );
        await host.Telegram.AddPersonAsync(OperatorId);
        await host.StartAppAsync();
        return host;
    }

    /// <summary>The arguments with which the executable is this store.</summary>
    public string[] Arguments =>
        [
            "--environment=Production",
            "--Urls=http://127.0.0.1:0",
            "--Telegram:Token=1000000001:sandbox",
            $"--Telegram:ApiUrl={Sandbox.Url}",
            $"--Telegram:AdminIds={OperatorId}",
            "--Telegram:MessagesPerSecond=0",
            "--Telegram:MessagesPerChatPerSecond=0",
            "--Logging:Level=Warning",
            "--Inbound:Sources:sandbox:Kind=Generic",
            $"--Inbound:Sources:sandbox:Secret={HookSecret}",
            $"--Database:Provider={database.Provider}",
            $"--ConnectionStrings:Store={database.ConnectionString}",
            .. settings.Select(s => $"--{s.Key}={s.Value}"),
        ];

    public T Get<T>()
        where T : notnull => app!.Services.GetRequiredService<T>();

    /// <summary>Stops in order; the sandbox goes on.</summary>
    public async Task StopAsync()
    {
        if (app is { } running)
        {
            app = null;
            await running.StopAsync();
            await running.DisposeAsync();
        }
    }

    public async Task StartAppAsync()
    {
        app = await StoreApp.CreateAsync(Arguments, toRun: true, replace);
        await app.StartAsync();
        Sandbox.HookUrl = new Uri($"{app.Url}/hooks/sms/sandbox");
        Sandbox.PayHookUrl = new Uri($"{app.Url}/hooks/pay");
    }

    /// <summary>Somebody new, known to Telegram and not to the store.</summary>
    public async Task<Person> StrangerAsync(string language = "en")
    {
        var id = Interlocked.Increment(ref people);
        await Telegram.AddPersonAsync(id, language);
        return new Person(Telegram, id);
    }

    /// <summary>Somebody who accepted the terms and has money.</summary>
    public async Task<Person> CustomerAsync(string balance = "0.00", int bonus = 0)
    {
        var person = await StrangerAsync();
        await person.Sends("/start");
        await person.Sees("Terms of use");
        await person.Taps("✅ I accept");
        await person.Sees("Your balance");
        var customer = await ProfileAsync(person);
        if (Money.Parse(balance).Value is { Minor: > 0 } amount)
            _ = await Get<MoveMoneyHandler>()
                .HandleAsync(
                    new MoveMoney(customer.Id, Direction.Credit, amount, Actor.System, "test", $"test:{person.Id}"),
                    CancellationToken.None
                );
        if (bonus > 0)
            _ = await Get<ChangeCustomerHandler>()
                .HandleAsync(customer.Id, new CustomerChange.SetBonus(bonus, Actor.System), CancellationToken.None);
        return person;
    }

    public async Task<Person> OperatorAsync()
    {
        var person = new Person(Telegram, OperatorId);
        await person.Sends("/start");
        await person.Sees("Terms of use");
        await person.Taps("✅ I accept");
        await person.Sees("Your balance");
        return person;
    }

    /// <summary>A service with numbers, put there by the operator's own commands.</summary>
    public async Task<IReadOnlyList<string>> StockAsync(Person @operator, string code, string price, string name, int numbers)
    {
        await @operator.Sends($"/service add {code} {price} {name}");
        await @operator.Sees("On sale");
        var phones = Enumerable.Range(0, numbers).Select(i => $"+1555{code[0] % 10}{code[^1] % 10}{i:00000}").ToList();
        await @operator.Sends($"/stock {code}\n{string.Join('\n', phones)}");
        await @operator.Sees($"Added {numbers}, duplicates 0, invalid 0");
        return phones;
    }

    public async Task<CustomerProfile> ProfileAsync(Person person) =>
        (await Get<FindCustomerHandler>().HandleAsync($"{person.Id}", CancellationToken.None)).Value;

    public async Task<string> BalanceAsync(Person person) => (await ProfileAsync(person)).Balance.ToString();

    /// <summary>The figures of the check that are wrong, in words; empty where the books agree.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync() =>
        [
            .. (await Get<ReconcileLedgerHandler>().HandleAsync(CancellationToken.None))
                .Where(f => f.Wrong > 0)
                .Select(f => $"{f.Name}: {f.Wrong} of {f.Counted}"),
        ];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Telegram.Dispose();
        await Sandbox.DisposeAsync();
        await database.DisposeAsync();
    }
}
