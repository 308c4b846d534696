using System.Data.Common;
using System.Text.Json;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Fuzz;

/// <summary>
/// A store with something to spoil: a customer whose money is spent, what they bought, what another bought, and a full shelf.
/// </summary>
internal sealed class Shop : IAsyncDisposable
{
    // What a request leaves there is no more than its own answer.
    private const string Replies = "kept_replies";

    private readonly CustomerId ann;

    private Shop(
        ApiHost api,
        CustomerId ann,
        Money price,
        string key,
        IReadOnlyList<Operation> operations,
        IReadOnlyList<string> ids,
        string awaited
    )
    {
        (Api, Key, Operations, Ids, Awaited) = (api, key, operations, ids, awaited);
        (this.ann, Price) = (ann, price);
    }

    public ApiHost Api { get; }

    public Uri Url => Api.Client.BaseAddress!;

    public string Key { get; }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>Ids that mean something: of the service, of the customer's order, of another's.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The number on which another waits for a code.</summary>
    public string Awaited { get; }

    /// <summary>One of each kind.</summary>
    public static IReadOnlyList<string> Sources => ["gateway", "twilio", "telnyx", "plivo", "phone", "bank"];

    /// <param name="money">What is left to the customer.</param>
    public static async Task<Shop> OpenAsync(Money money = default)
    {
        // Every request is to reach what it is meant for.
        var api = await Gateways.StartAsync(
            ("Logging:LogLevel:Default", "Warning"),
            ("RateLimit:PerKey", "0"),
            ("RateLimit:PerAddress", "0"),
            ("RateLimit:WebhookTests", "0"),
            ("Orders:MaxOpenPerCustomer", "0")
        );
        var service = await api.Store.ServiceAsync(numbers: 900);
        var (ann, bob) = (await api.Store.CustomerAsync($"{service.Price + money}"), await api.Store.CustomerAsync($"{service.Price}"));
        var (key, other) = (await api.KeyAsync(ann), await api.KeyAsync(bob));
        var bought = (await api.PostAsync($"services/{service.Id}/buy", key)).Data;
        var others = (await api.PostAsync($"services/{service.Id}/buy", other)).Data;
        EnvelopeAssert.Ok(await api.MessageAsync(Text(bought, "number"), "Your code is 54321", "m1"));
        // Done with it, so that there is nothing left that a lucky guess could do.
        Assert.Equal(
            "ACCESS_ACTIVATION",
            (await api.GetAsync($"/stubs/handler_api.php?api_key={key}&action=setStatus&id=1&status=6")).Body
        );
        return new Shop(
            api,
            ann.Id,
            service.Price,
            key,
            await Operation.ReadAsync(api),
            [$"{service.Id}", Text(bought, "id"), Text(others, "id")],
            Text(others, "number")
        );
    }

    public Money Price { get; }

    public Task<Money> BalanceAsync() => Api.Store.BalanceAsync(ann);

    /// <summary>Of everything that the customer bought.</summary>
    public async Task<IReadOnlyList<string>> ReadPhonesAsync()
    {
        await using var connection = Api.Store.Database.Connect();
        await connection.OpenAsync();
        return await ReadAsync(connection, $"select phone from orders where customer_id = {ann.Value} order by id");
    }

    /// <summary>What of these came back, in cents.</summary>
    public async Task<long> ReadRefundedAsync(IReadOnlyCollection<string> phones)
    {
        await using var connection = Api.Store.Database.Connect();
        await connection.OpenAsync();
        return (
                await ReadAsync(
                    connection,
                    $"select phone from orders where customer_id = {ann.Value} and status = {(int)OrderStatus.Canceled}"
                )
            )
                .Intersect(phones)
                .Count() * Price.Minor;
    }

    /// <summary>Every row there is, as text.</summary>
    public async Task<IReadOnlyList<string>> ReadRowsAsync()
    {
        await using var connection = Api.Store.Database.Connect();
        await connection.OpenAsync();
        var tables = await ReadAsync(
            connection,
            Api.Store.Database.Provider == DatabaseProvider.Postgres
                ? "select tablename from pg_tables where schemaname = 'public'"
                : "select name from sqlite_master where type = 'table'"
        );
        var rows = new List<string>();
        foreach (var table in tables.Except([Replies]))
            rows.AddRange((await ReadAsync(connection, $"select * from \"{table}\" order by 1, 2")).Select(row => $"{table}: {row}"));
        return rows;
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    private static async Task<List<string>> ReadAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are the database's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        var values = new object[reader.FieldCount];
        while (await reader.ReadAsync())
        {
            reader.GetValues(values);
            rows.Add(string.Join('|', values.Select(v => v is byte[] bytes ? Convert.ToHexString(bytes) : $"{v}")));
        }

        return rows;
    }

    private static string Text(JsonElement data, string field) => data.GetProperty(field).GetString()!;
}
