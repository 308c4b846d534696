using System.Diagnostics;
using Microsoft.Data.Sqlite;
using XthonBot.Core.Modules.Stock;
using XthonBot.Load.Databases;
using XthonBot.Load.Loads;

namespace XthonBot.Load.Limits;

/// <summary>
/// What SQLite does on this disk at most, where every purchase is a commit: prepared statements on one connection, on the store's own
/// tables, one after the other. No HTTP, no keys, no rules.
/// </summary>
internal sealed class OneCommitLoop : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Seed seed;
    private readonly int[] buyers;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand claim;
    private readonly SqliteCommand debit;
    private readonly SqliteCommand order;
    private readonly SqliteCommand posting;
    private readonly SqliteCommand commit;
    private int last;

    public OneCommitLoop(SqliteDatabase database, Seed seed)
    {
        this.seed = seed;
        buyers = [.. Requests.BuyersOf(seed)];
        connection = database.Open();
        begin = Prepare("begin immediate");
        claim = Prepare(
            $"""
            update numbers set status = {(int)NumberStatus.Held}, available_at = null
            where id = (
                select id from numbers where service_id = @service and status = {(int)NumberStatus.Free} order by free_since, id limit 1)
            returning id, phone
            """,
            "service"
        );
        debit = Prepare(
            "update balances set amount_minor = amount_minor - @price where customer_id = @customer and amount_minor >= @price",
            "customer",
            "price"
        );
        order = Prepare(
            """
            insert into orders (public_id, customer_id, service_id, service_name, number_id, phone, list_price_minor, price_minor, status,
                channel, created_at, expires_at)
            values (@id, @customer, @service, @name, @number, @phone, @price, @price, 0, 1, @now, @until) returning id
            """,
            "id",
            "customer",
            "service",
            "name",
            "number",
            "phone",
            "price",
            "now",
            "until"
        );
        posting = Prepare(
            """
            insert into postings (kind, source, destination, amount_minor, order_id, actor, at)
            values (1, @account, 'sales', @price, @order, @account, @now)
            """,
            "account",
            "price",
            "order",
            "now"
        );
        commit = Prepare("commit");
    }

    /// <returns>Purchases a second.</returns>
    public double Run(TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var count = 0;
        for (; Stopwatch.GetElapsedTime(began) < duration; count++)
            Buy();
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[begin, claim, debit, order, posting, commit])
            command.Dispose();
        connection.Dispose();
    }

    private void Buy()
    {
        var customer = buyers[last++ % buyers.Length];
        var service = 1 + (last % seed.Services);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        begin.ExecuteNonQuery();
        Set(claim, service);
        long number;
        string phone;
        using (var claimed = claim.ExecuteReader())
        {
            if (!claimed.Read())
                throw new InvalidOperationException("The shelf is empty.");
            (number, phone) = (claimed.GetInt64(0), claimed.GetString(1));
        }

        Set(debit, customer, Seed.PriceMinor);
        if (debit.ExecuteNonQuery() != 1)
            throw new InvalidOperationException("The customer has no money.");
        Set(order, Guid.CreateVersion7(), customer, service, $"Service {service}", number, phone, Seed.PriceMinor, now, now.AddMinutes(20));
        var key = order.ExecuteScalar()!;
        Set(posting, $"customer:{customer}", Seed.PriceMinor, key, now);
        posting.ExecuteNonQuery();
        commit.ExecuteNonQuery();
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements above.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter("@" + name, null));
        command.Prepare();
        return command;
    }
}
