using XthonBot.Core.Modules.Catalog;
using XthonBot.TestKit;

namespace XthonBot.Core.Tests.Orders;

public sealed class ListingFacts
{
    [Fact]
    public async Task Pages_lose_and_repeat_nothing_while_orders_are_bought()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 60);
        var (ann, bob) = (await store.CustomerAsync("100.00"), await store.CustomerAsync("100.00"));
        var before = new List<OrderId>();
        for (var i = 0; i < 20; i++)
        {
            before.Insert(0, (await store.BuyAsync(ann, service)).Value.Id);
            await store.BuyAsync(bob, service);
        }

        var listed = new List<OrderId>();
        for (OrderId? after = null; ; )
        {
            var part = await ListAsync(store, ann, new OrderFilter(), 3, after);
            listed.AddRange(part.Items.Select(o => o.Id));
            await store.BuyAsync(ann, service);
            if (part.Next is null)
                break;
            after = part.Next;
        }

        Assert.Equal(before, listed);
    }

    [Theory]
    [InlineData(3, 2, 1)]
    [InlineData(4, 2, 2)]
    [InlineData(1, 2, 1)]
    [InlineData(0, 2, 0)]
    public async Task The_last_part_names_no_next(int orders, int count, int inLast)
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 10);
        var ann = await store.CustomerAsync("100.00");
        for (var i = 0; i < orders; i++)
            await store.BuyAsync(ann, service);

        var last = await ListAsync(store, ann, new OrderFilter(), count);
        while (last.Next is { } next)
            last = await ListAsync(store, ann, new OrderFilter(), count, next);
        Assert.Equal(inLast, last.Items.Count);
    }

    [Fact]
    public async Task Filters_leave_out_what_does_not_fit()
    {
        await using var store = await TestStore.StartAsync();
        var telegram = await store.ServiceAsync(numbers: 10);
        var whatsApp = await store.ServiceAsync("wa", numbers: 10, name: "USA WhatsApp");
        var ann = await store.CustomerAsync("100.00");
        var pending = (await store.BuyAsync(ann, telegram)).Value;
        store.Time.Advance(TimeSpan.FromMinutes(1));
        var canceled = (await store.BuyAsync(ann, whatsApp)).Value;
        await store.CancelAsync(canceled);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        var succeeded = (await store.BuyAsync(ann, telegram)).Value;
        await store.ReceiveAsync(succeeded.Phone, "Your code is 54321");

        await AssertListedAsync(new OrderFilter([OrderStatus.Canceled]), canceled);
        await AssertListedAsync(new OrderFilter([OrderStatus.Pending, OrderStatus.Succeeded]), succeeded, pending);
        await AssertListedAsync(new OrderFilter([OrderStatus.Refunded]));
        await AssertListedAsync(new OrderFilter(Service: telegram.Id), succeeded, pending);
        await AssertListedAsync(new OrderFilter(Service: new ServiceId(Guid.CreateVersion7())));
        await AssertListedAsync(new OrderFilter(Since: canceled.CreatedAt), succeeded, canceled);
        await AssertListedAsync(new OrderFilter(Until: canceled.CreatedAt), pending);
        await AssertListedAsync(new OrderFilter(Since: canceled.CreatedAt, Until: succeeded.CreatedAt), canceled);
        await AssertListedAsync(new OrderFilter([OrderStatus.Pending], whatsApp.Id));
        foreach (var end in (DateTime[])[DateTime.MinValue, DateTime.MaxValue])
        {
            var utc = DateTime.SpecifyKind(end, DateTimeKind.Utc);
            Assert.Equal(end == DateTime.MinValue ? 3 : 0, (await ListAsync(store, ann, new OrderFilter(Since: utc))).Items.Count);
            Assert.Equal(end == DateTime.MinValue ? 0 : 3, (await ListAsync(store, ann, new OrderFilter(Until: utc))).Items.Count);
        }

        async Task AssertListedAsync(OrderFilter filter, params OrderView[] orders) =>
            Assert.Equal(orders.Select(o => o.Id), (await ListAsync(store, ann, filter)).Items.Select(o => o.Id));
    }

    [Fact]
    public async Task Times_are_found_among_the_orders_of_days()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 30);
        var (ann, bob) = (await store.CustomerAsync("100.00"), await store.CustomerAsync("100.00"));
        var orders = new List<OrderView>();
        for (var i = 0; i < 12; i++)
        {
            orders.Insert(0, (await store.BuyAsync(ann, service)).Value);
            await store.BuyAsync(bob, service);
            store.Time.Advance(TimeSpan.FromMinutes(7));
        }

        for (var from = 0; from < 12; from++)
        {
            for (var to = from; to < 12; to++)
            {
                var listed = await ListAsync(store, ann, new OrderFilter(Since: orders[to].CreatedAt, Until: orders[from].CreatedAt), 20);
                Assert.Equal(orders[(from + 1)..(to + 1)].Select(o => o.Id), listed.Items.Select(o => o.Id));
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(500)]
    public async Task A_filter_that_fits_nothing_looks_at_so_many_orders_and_goes_on_from_there(int more)
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 2);
        var ann = await store.CustomerAsync("100.00");
        var first = (await store.BuyAsync(ann, service)).Value;
        await store.CancelAsync(first);
        await AddClosedOrdersAsync(store, ann, ListOrdersHandler.MostLookedAt + more);

        var part = await ListAsync(store, ann, new OrderFilter([OrderStatus.Canceled]));
        var rest = await ListAsync(store, ann, new OrderFilter([OrderStatus.Canceled]), after: Assert.NotNull(part.Next));
        Assert.Equal(more < 0 ? (1, 0) : (0, 1), (part.Items.Count, rest.Items.Count));
        Assert.Equal(first.Id, part.Items.Concat(rest.Items).Single().Id);
        Assert.Null(rest.Next);
        // By its time it is found at once.
        var early = await ListAsync(store, ann, new OrderFilter([OrderStatus.Canceled], Until: first.CreatedAt.AddSeconds(1)));
        Assert.Equal(first.Id, Assert.Single(early.Items).Id);
    }

    [Fact]
    public async Task Another_customers_order_is_no_cursor()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 2);
        var (ann, bob) = (await store.CustomerAsync("100.00"), await store.CustomerAsync("100.00"));
        var order = (await store.BuyAsync(ann, service)).Value;
        foreach (var cursor in (OrderId[])[order.Id, new OrderId(Guid.CreateVersion7())])
        {
            var listed = await store.Get<ListOrdersHandler>().HandleAsync(bob.Id, new OrderFilter(), 10, cursor, CancellationToken.None);
            Assert.Equal(new Error.NotFound("cursor"), listed.Error);
        }
    }

    /// <summary>Orders of another day, past the store: to buy them would take longer.</summary>
    internal static Task<int> AddClosedOrdersAsync(TestStore store, CustomerProfile customer, int count)
    {
        var uuid =
            store.Database.Provider == DatabaseProvider.Postgres
                ? "gen_random_uuid()"
                : "upper(printf('%08x-0000-4000-8000-%s', n.i, hex(randomblob(6))))";
        return store.SqlAsync(
            $"""
            with recursive n(i) as (select 1 union all select i + 1 from n where i < {count})
            insert into orders (public_id, customer_id, service_id, service_name,
                phone, list_price_minor, price_minor, status, channel, created_at, expires_at, closed_at)
            select {uuid}, {customer.Id.Value}, 1, 'USA Telegram', '+15559999999',
                120, 120, 1, 1, '2026-11-25 10:00:00', '2026-11-25 10:20:00', '2026-11-25 10:20:00' from n
            """
        );
    }

    private static async Task<Slice<OrderView, OrderId>> ListAsync(
        TestStore store,
        CustomerProfile customer,
        OrderFilter filter,
        int count = 10,
        OrderId? after = null
    ) => (await store.Get<ListOrdersHandler>().HandleAsync(customer.Id, filter, count, after, CancellationToken.None)).Value;
}
