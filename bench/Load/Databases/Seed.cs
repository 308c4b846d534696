using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Load.Databases;

/// <summary>
/// What a store has before a measurement, written by SQL. All numbers follow from the counts, so that the load knows every key,
/// id and phone without asking; and the books agree, so that <c>check</c> can be asked afterwards.
/// </summary>
internal sealed record Seed(int Customers, int Services, int FreeNumbers)
{
    public const int PriceMinor = 100;
    private const long DepositMinor = 1_000_000_00;
    private const long FirstPhone = 2_000_000_000;

    /// <summary>Orders that brought a code and have ended, each with its charge and its sold number.</summary>
    public int PastOrders { get; init; }

    /// <summary>Orders that wait for their code.</summary>
    public int OpenOrders { get; init; }

    /// <summary>When they expire.</summary>
    public DateTime OpenUntil { get; init; }

    /// <summary>Where they were placed: in the chat (true), over the API (false), or by turns (null).</summary>
    public bool? OpenFromChat { get; init; }

    /// <summary>Payments of Crypto Pay that wait for their payers, of all customers in turn; nobody is asked for them meanwhile.</summary>
    public int OpenPayments { get; init; }

    /// <summary>The message that shows the first open order's card, the others following; null where no card was sent.</summary>
    public int? FirstCard { get; init; }

    public static string Key(int customer) => $"xk_{customer:D10}_{customer:D43}";

    public static Guid Service(int number) => PublicIds.Of(PublicIds.Service, number);

    public static string Phone(long number) => $"+1{FirstPhone + number}";

    public static long TelegramId(int customer) => 500_000_000 + customer;

    public static string Code(int service) => $"s{service}";

    public static string BuyPath(int service) => $"/api/v2/services/{Service(service)}/buy";

    public static string OrderPath(int order) => $"/api/v2/transactions/tx_{PublicIds.Of(PublicIds.Order, order):N}";

    /// <summary>Of the past and the open orders alike.</summary>
    public int CustomerOf(int order) => 1 + ((order - 1) % Customers);

    public string OpenPhone(int open) => Phone(FreeNumbers + PastOrders + open);

    public Task WriteAsync(Database db, DateTime now)
    {
        var parameters = new Dictionary<string, object> { ["now"] = now, ["until"] = OpenUntil };
        return db.FillAsync([.. Statements(db)], parameters);
    }

    /// <summary>Puts more numbers on a shelf while the store runs.</summary>
    public static Task<int> RestockAsync(Database db, int service, int count, DateTime now) =>
        db.ExecuteAsync(
            $"""
            insert into numbers (service_id, phone, status, free_since, expired_in_a_row, batch, added_at)
            select @service, '+1' || ({FirstPhone} + top.id + n.i), 0, @now, 0, 'restock', @now
            from (select coalesce(max(id), 0) as id from numbers) top, {db.Series(count)} n
            """,
            ("service", (long)service),
            ("now", now)
        );

    private IEnumerable<string> Statements(Database db)
    {
        yield return $"""
            insert into services (id, public_id, code, name, price_minor, is_paused, created_at)
            select i, {db.PublicId(PublicIds.Service, "i")}, 's' || i, 'Service ' || i, {PriceMinor}, false, @now
                from {db.Series(Services)} n
            """;
        yield return $"""
            insert into customers (id, telegram_id, name, language, bonus_percent, created_at)
            select i, {TelegramId(0)} + i, 'Customer ' || i, 'en', 0, @now from {db.Series(Customers)} n
            """;
        yield return $"""
            insert into api_keys (id, customer_id, slot, public_part, digest, request, is_read_only, is_test, created_at)
            select i, i, 1, {db.Padded("i", 10)}, {db.Sha256($"'xk_' || {db.Padded("i", 10)} || '_' || {db.Padded("i", 43)}")},
                'seed', false, false, @now
            from {db.Series(Customers)} n
            """;
        yield return $"""
            insert into numbers (id, service_id, phone, status, free_since, expired_in_a_row, batch, added_at)
            select i, 1 + (i - 1) % {Services}, '+1' || ({FirstPhone} + i), 0, @now, 0, 'seed', @now from {db.Series(FreeNumbers)} n
            """;
        if (PastOrders > 0)
        {
            yield return NumbersOf(db, PastOrders, FreeNumbers, "3", db.BeforeNow($"{86400 * 4} + {PastOrders} - i"));
            yield return OrdersOf(
                db,
                PastOrders,
                0,
                FreeNumbers,
                "1",
                "i % 2",
                db.BeforeNow($"{86400 * 4 + 1200} + {PastOrders} - i"),
                db.BeforeNow($"{86400 * 4} + {PastOrders} - i"),
                db.BeforeNow($"{86400 * 4} + {PastOrders} - i")
            );
        }

        if (OpenOrders > 0)
        {
            var channel = OpenFromChat switch
            {
                true => "0",
                false => "1",
                null => "i % 2",
            };
            yield return NumbersOf(db, OpenOrders, FreeNumbers + PastOrders, "1", "null");
            yield return OrdersOf(db, OpenOrders, PastOrders, FreeNumbers + PastOrders, "0", channel, db.BeforeNow("1"), "@until", "null");
        }

        if (OpenPayments > 0)
            yield return $"""
                insert into payments (id, public_id, customer_id, way, kind, channel, state, amount_minor, charge_text, charge_currency,
                    external_id, url, received_minor, credited_minor, reversed_minor, is_reversed, waiting, looks,
                    created_at, expires_at, look_at)
                select i, {db.PublicId(PublicIds.Payment, "i")}, 1 + (i - 1) % {Customers}, 'cryptopay', {(int)PaymentKind.CryptoPay},
                    {(int)OrderChannel.Api}, {(int)PaymentState.Open}, 500, '5.00', 'USD',
                    cast(i as text), 'https://pay.example/' || i, 0, 0, 0, false, {(int)WaitingPurchase.None}, 0,
                    @now, @until, @until
                from {db.Series(OpenPayments)} n
                """;
        foreach (var sql in LedgerWriter())
            yield return sql;
        if (FirstCard is { } card)
            yield return $"""
                insert into notifications (kind, priority, customer_id, order_id, created_at, due_at, attempts, done_at, sent_message_id)
                select 1, 1, customer_id, id, @now, @now, 1, @now, {card} + id - {PastOrders + 1} from orders
                    where status = {(int)OrderStatus.Pending}
                """;
    }

    private string NumbersOf(Database db, int count, int after, string status, string left) =>
        $"""
            insert into numbers (id, service_id, phone, status, free_since, left_at, expired_in_a_row, batch, added_at)
            select {after} + i, 1 + (i - 1) % {Services}, '+1' || ({FirstPhone + after} + i), {status}, @now, {left}, 0, 'seed', @now
            from {db.Series(count)} n
            """;

    private string OrdersOf(
        Database db,
        int count,
        int after,
        int numbersAfter,
        string status,
        string channel,
        string created,
        string expires,
        string closed
    ) =>
        $"""
            insert into orders (id, public_id, customer_id, service_id, service_name,
                number_id, phone, list_price_minor, price_minor, status,
                channel, created_at, expires_at, closed_at)
            select {after} + i, {db.PublicId(PublicIds.Order, $"{after} + i")}, 1 + ({after} + i - 1) % {Customers},
                1 + (i - 1) % {Services},
                'Service ' || (1 + (i - 1) % {Services}), {numbersAfter} + i, '+1' || ({FirstPhone + numbersAfter} + i),
                    {PriceMinor}, {PriceMinor}, {status},
                {channel}, {created}, {expires}, {closed}
            from {db.Series(count)} n
            """;

    // Everybody's deposit, a charge for each order, and the balance that is left.
    private IEnumerable<string> LedgerWriter() =>
        [
            $"""
                insert into postings (id, kind, source, destination, amount_minor, reference, actor, at)
                select id, 3, 'deposits:operator', 'customer:' || id, {DepositMinor}, 'seed:' || id, 'system', @now from customers
                    order by id
                """,
            $"""
                insert into postings (id, kind, source, destination, amount_minor, order_id, actor, at)
                select {Customers} + id, 1, 'customer:' || customer_id, 'sales', price_minor,
                    id, 'customer:' || customer_id, created_at from orders order by id
                """,
            $"""
                insert into balances (customer_id, amount_minor, open_orders)
                select c.id, {DepositMinor} - coalesce(o.spent, 0), coalesce(o.opened, 0)
                from customers c left join (select customer_id, sum(price_minor) as spent,
                        sum(case when closed_at is null then 1 else 0 end) as opened
                    from orders group by customer_id) o on o.customer_id = c.id
                """,
        ];
}
