using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Bot.Hosting;
using XthonBot.Core;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Reactions.Webhooks;
using XthonBot.Core.Views.Reconciliation;
using XthonBot.Core.Views.Storefront;
using XthonBot.Integrations;

namespace XthonBot.TestKit;

/// <summary>A store on a real database of its own, with a clock that the test moves.</summary>
public sealed class TestStore : IAsyncDisposable
{
    public static readonly Actor Operator = Actor.Operator(1003);

    private readonly ServiceProvider services;
    private int people;
    private int shelves;
    private int messages;

    private TestStore(TestDatabase database, ServiceProvider services, FakeTimeProvider time)
    {
        Database = database;
        this.services = services;
        Time = time;
    }

    public TestDatabase Database { get; }

    /// <summary>For the test's files; a store on SQLite has its own there as well.</summary>
    public string Folder => Database.Folder;

    public FakeTimeProvider Time { get; }

    public DateTime Now => Time.UtcNow();

    public RecordingChannel Channel => services.GetRequiredService<RecordingChannel>();

    public FakeWebhooks Webhooks => services.GetRequiredService<FakeWebhooks>();

    public TestDesk Desk => services.GetRequiredService<TestDesk>();

    public FakeLinks Links => services.GetRequiredService<FakeLinks>();

    public static async Task<TestStore> StartAsync(params (string Key, string Value)[] settings) =>
        Open(await TestDatabase.MakeAsync(), settings);

    /// <summary>Opens a store on a database, as a second process or the next start would.</summary>
    public static TestStore Open(TestDatabase database, params (string Key, string Value)[] settings)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .Build();
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(time);
        collection
            .AddSingleton<RecordingChannel>()
            .AddSingleton<INotificationChannel>(p => p.GetRequiredService<RecordingChannel>())
            .AddSuppliers();
        collection.AddSingleton<FakeLinks>().AddSingleton<ILinkReader>(p => p.GetRequiredService<FakeLinks>());
        collection.AddSingleton<FakeWebhooks>().AddSingleton<IWebhookSender>(p => p.GetRequiredService<FakeWebhooks>());
        collection.AddSingleton<TestDesk>().AddSingleton<IPaymentProvider>(p => p.GetRequiredService<TestDesk>());
        collection.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        collection.AddStore(configuration, database.Provider, database.ConnectionString);
        collection.AddProtection(database.Provider, database.ConnectionString);
        return new TestStore(database, collection.BuildServiceProvider(), time);
    }

    /// <summary>The same view of a store that a host runs; it goes with the host.</summary>
    internal static TestStore Inside(TestDatabase database, ServiceProvider services, FakeTimeProvider time) =>
        new(database, services, time);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task<CustomerProfile> CustomerAsync(string balance = "0", int bonus = 0)
    {
        var number = Interlocked.Increment(ref people);
        var met = await Get<MeetCustomerHandler>()
            .HandleAsync(new MeetCustomer(5000 + number, $"user{number}", $"User {number}", "en"), CancellationToken.None);
        if (bonus > 0)
            await Get<ChangeCustomerHandler>().HandleAsync(met.Id, new CustomerChange.SetBonus(bonus, Operator), CancellationToken.None);
        if (Money.Parse(balance).Value is { Minor: > 0 } amount)
            await CreditAsync(met.Id, amount);
        return await Get<FindCustomerHandler>().HandleAsync(met.Id, CancellationToken.None);
    }

    public async Task CreditAsync(CustomerId customer, Money amount) =>
        _ = (
            await Get<MoveMoneyHandler>()
                .HandleAsync(
                    new MoveMoney(customer, Direction.Credit, amount, Operator, "test", $"test:{Guid.CreateVersion7()}"),
                    CancellationToken.None
                )
        ).Value;

    public async Task<Money> BalanceAsync(CustomerId customer) =>
        (await Get<FindCustomerHandler>().HandleAsync(customer, CancellationToken.None)).Balance;

    public async Task<ServiceView> ServiceAsync(string code = "tg", string price = "1.20", int numbers = 0, string name = "USA Telegram")
    {
        var service = (
            await Get<EditCatalogHandler>()
                .HandleAsync(code, new CatalogEdit.Add(Money.Parse(price).Value, name), Operator, CancellationToken.None)
        ).Value;
        var view = (await Get<ListServicesHandler>().AllAsync(CancellationToken.None)).Single(s => s.Id == service);
        if (numbers > 0)
        {
            var shelf = Interlocked.Increment(ref shelves);
            await StockAsync(code, Enumerable.Range(1, numbers).Select(i => $"+1555{shelf:0000}{i:000}"));
        }

        return view;
    }

    public async Task<ImportReport> StockAsync(string code, IEnumerable<string> lines, string? batch = null)
    {
        var read = StockFile.Read(new StringReader(string.Join('\n', lines)));
        return (
            await Get<ImportNumbersHandler>()
                .HandleAsync(
                    new ImportNumbers(code, batch ?? Guid.CreateVersion7().ToString(), read, Operator),
                    null,
                    CancellationToken.None,
                    CancellationToken.None
                )
        ).Value;
    }

    public Task<Result<OrderView>> BuyAsync(
        CustomerProfile customer,
        ServiceView service,
        string? key = null,
        OrderChannel channel = OrderChannel.Chat
    ) => Get<PlaceOrderHandler>().HandleAsync(new PlaceOrder(Buyer.Person(customer.Id), service.Id, channel, key), CancellationToken.None);

    public Task<Result<Money>> CancelAsync(OrderView order) =>
        Get<CancelOrderHandler>().HandleAsync(new CancelOrder(order.Customer, order.Id), CancellationToken.None);

    public Task<Result<Money>> RefundAsync(OrderView order) =>
        Get<RefundOrderHandler>().HandleAsync(new RefundOrder(order.Id, Operator, "test"), CancellationToken.None);

    public Task<int> ExpireAsync() => Get<ExpireOrdersHandler>().HandleAsync(CancellationToken.None);

    /// <summary>A text message arrives; each has an id of its own unless one is given.</summary>
    public Task<Reception> ReceiveAsync(string? phone, string text, string? id = null, DateTime? at = null) =>
        Get<ReceiveMessageHandler>()
            .HandleAsync(
                new ReceiveMessage(
                    "test",
                    id ?? $"m{Interlocked.Increment(ref messages)}",
                    "Telegram",
                    PhoneNumber.Parse(phone!).Value,
                    text,
                    at
                ),
                CancellationToken.None
            );

    /// <summary>Asks the links that are due and waits for what they say.</summary>
    /// <returns>How many were asked.</returns>
    public async Task<int> PollAsync()
    {
        var asked = await Get<LinkPoller>().HandleAsync(CancellationToken.None);
        await Get<LinkPoller>().DrainAsync();
        return asked;
    }

    public async Task<OrderView> OrderAsync(OrderView order) =>
        (await Get<ReadOrdersHandler>().HandleAsync(order.Customer, order.Id, CancellationToken.None)).Value;

    /// <summary>Tells what is due and waits until it is told.</summary>
    public async Task DeliverAsync()
    {
        await Get<NotificationDispatcher>().HandleAsync(CancellationToken.None);
        await Get<NotificationDispatcher>().DrainAsync();
    }

    /// <summary>A webhook of a customer, to an address that says which one it is.</summary>
    public async Task<MadeWebhook> WebhookAsync(
        CustomerProfile customer,
        WebhookEvents events = WebhookEvents.All,
        string name = "hook",
        Money? balanceBelow = null
    ) =>
        (
            await Get<MakeWebhookHandler>()
                .HandleAsync(new MakeWebhook(customer.Id, $"https://example.com/{name}", events, balanceBelow), CancellationToken.None)
        ).Value;

    /// <summary>Tells the webhooks what is due and waits until they have answered.</summary>
    public async Task TellWebhooksAsync()
    {
        while (await Get<WebhookDispatcher>().HandleAsync(CancellationToken.None) > 0)
            await Get<WebhookDispatcher>().DrainAsync();
    }

    /// <summary>Changes the database behind the store's back, without foreign keys: for planted faults.</summary>
    /// <returns>How many rows were changed.</returns>
    public async Task<int> SqlAsync(string sql)
    {
        await using var connection = Database.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>One value, read behind the store's back.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var db = await Get<IDbContextFactory<StoreDbContext>>().CreateDbContextAsync();
        return (await db.Database.SqlQueryRaw<T>(sql).ToListAsync()).Single();
    }

    /// <summary>What stands in a column for texts, in the clear.</summary>
    public string? Opened(string value) => Get<TextProtector>().Unprotect(new ProtectedText(value));

    /// <summary>One text or code, read behind the store's back and opened.</summary>
    public async Task<string?> TextAsync(string sql) =>
        await ScalarAsync<string?>(sql) is { } content ? Get<TextProtector>().Unprotect(new ProtectedText(content)) : null;

    /// <summary>The figures of the check that are wrong, in words; empty where the books agree.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync() =>
        [
            .. (await Get<ReconcileLedgerHandler>().HandleAsync(CancellationToken.None))
                .Where(f => f.Wrong > 0)
                .Select(f => $"{f.Name}: {f.Wrong} of {f.Counted}"),
        ];

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Ends this process' view of the store and leaves the database.</summary>
    public async Task CloseAsync()
    {
        await services.DisposeAsync();
        Database.ClearPool();
    }
}

/// <summary>The far end of the outbox, which keeps what it was given.</summary>
public sealed class RecordingChannel : INotificationChannel
{
    private readonly List<Delivery> delivered = [];

    public DeliveryOutcome Answer { get; set; } = new DeliveryOutcome.Sent(1);

    /// <summary>Decides in place of <see cref="Answer"/>, if set: may wait, or throw.</summary>
    public Func<Delivery, Task<DeliveryOutcome>>? Decide { get; set; }

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
        return Decide?.Invoke(delivery) ?? Task.FromResult(Answer);
    }
}
