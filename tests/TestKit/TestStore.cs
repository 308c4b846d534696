using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Core;
using XthonBot.Core.Catalog;
using XthonBot.Core.Customers;
using XthonBot.Core.Data;
using XthonBot.Core.Ledger;
using XthonBot.Core.Notifications;
using XthonBot.Core.Orders;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;

namespace XthonBot.TestKit;

/// <summary>A store of its own on a real SQLite file, with a clock that the test moves.</summary>
public sealed class TestStore : IAsyncDisposable
{
    public static readonly Actor Operator = Actor.Operator(1003);

    private readonly ServiceProvider services;
    private int people;

    private TestStore(string folder, ServiceProvider services, FakeTimeProvider time)
    {
        Folder = folder;
        this.services = services;
        Time = time;
    }

    public string Folder { get; }

    public FakeTimeProvider Time { get; }

    public RecordingChannel Channel => services.GetRequiredService<RecordingChannel>();

    public static async Task<TestStore> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("xthon-").FullName;
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(time);
        collection.AddSingleton<RecordingChannel>().AddSingleton<INotificationChannel>(p => p.GetRequiredService<RecordingChannel>());
        collection.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        collection.AddStore(configuration, $"Data Source={Path.Combine(folder, "store.db")}");
        var store = new TestStore(folder, collection.BuildServiceProvider(), time);
        await store.Get<DatabaseFile>().MigrateAsync(CancellationToken.None);
        return store;
    }

    /// <summary>The same view of a store that a host runs; it goes with the host.</summary>
    internal static TestStore Inside(string folder, ServiceProvider services, FakeTimeProvider time) => new(folder, services, time);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task<CustomerProfile> CustomerAsync(string balance = "0", int bonus = 0)
    {
        var number = Interlocked.Increment(ref people);
        var met = await Get<MeetCustomerHandler>().HandleAsync(new MeetCustomer(5000 + number, $"user{number}", $"User {number}", "en"), CancellationToken.None);
        if (bonus > 0)
            await Get<ChangeCustomerHandler>().HandleAsync(met.Id, new CustomerChange.SetBonus(bonus, Operator), CancellationToken.None);
        if (Money.Parse(balance).Value is { Minor: > 0 } amount)
            await CreditAsync(met.Id, amount);
        return await Get<FindCustomerHandler>().HandleAsync(met.Id, CancellationToken.None);
    }

    public async Task CreditAsync(CustomerId customer, Money amount) =>
        _ = (await Get<MoveMoneyHandler>().HandleAsync(
            new MoveMoney(customer, Direction.Credit, amount, Operator, "test", $"test:{Guid.CreateVersion7()}"), CancellationToken.None)).Value;

    public async Task<Money> BalanceAsync(CustomerId customer) =>
        (await Get<FindCustomerHandler>().HandleAsync(customer, CancellationToken.None)).Balance;

    public async Task<ServiceView> ServiceAsync(string code = "tg", string price = "1.20", int numbers = 0, string name = "USA Telegram")
    {
        var service = (await Get<EditCatalogHandler>().HandleAsync(
            code, new CatalogEdit.Add(Money.Parse(price).Value, name), Operator, CancellationToken.None)).Value;
        if (numbers > 0)
            await StockAsync(code, Enumerable.Range(1, numbers).Select(i => $"+1555{code.GetHashCode(StringComparison.Ordinal) & 0xFFF:0000}{i:000}"));
        return service;
    }

    public async Task<ImportReport> StockAsync(string code, IEnumerable<string> lines, string? batch = null)
    {
        var read = StockFile.Read(new StringReader(string.Join('\n', lines)));
        return (await Get<ImportNumbersHandler>().HandleAsync(
            new ImportNumbers(code, batch ?? Guid.CreateVersion7().ToString(), read, Operator), null, CancellationToken.None, CancellationToken.None)).Value;
    }

    public Task<Result<OrderView>> BuyAsync(CustomerProfile customer, ServiceView service, string? key = null, OrderChannel channel = OrderChannel.Chat) =>
        Get<PlaceOrderHandler>().HandleAsync(new PlaceOrder(customer.Id, service.Id, channel, key), CancellationToken.None);

    /// <summary>The figures of the check that are wrong, in words; empty where the books agree.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync() =>
        [.. (await Get<CheckBooksHandler>().HandleAsync(CancellationToken.None)).Where(f => f.Wrong > 0).Select(f => $"{f.Name}: {f.Wrong} of {f.Counted}")];

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>The far end of the outbox, which keeps what it was given.</summary>
public sealed class RecordingChannel : INotificationChannel
{
    private readonly List<Delivery> delivered = [];

    public DeliveryOutcome Answer { get; set; } = new DeliveryOutcome.Sent(1);

    public IReadOnlyList<Delivery> Delivered
    {
        get
        {
            lock (delivered)
                return [.. delivered];
        }
    }

    public Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken ct)
    {
        lock (delivered)
            delivered.Add(delivery);
        return Task.FromResult(Answer);
    }
}
