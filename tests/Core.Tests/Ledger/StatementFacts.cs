using XthonBot.TestKit;

namespace XthonBot.Core.Tests.Ledger;

public sealed class StatementFacts
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task A_charge_names_its_refund_and_a_refund_its_charge()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 2);
        var ann = await store.CustomerAsync("10.00");
        var (kept, canceled) = ((await store.BuyAsync(ann, service)).Value, (await store.BuyAsync(ann, service)).Value);
        await store.CancelAsync(canceled);
        await store
            .Get<MoveMoneyHandler>()
            .HandleAsync(new MoveMoney(ann.Id, Direction.Debit, new Money(100), TestStore.Operator, "chargeback", "ref"), Ct);

        var all = (await ListAsync(store, ann)).Items;

        Assert.Equal(
            [
                (PostingKind.Adjustment, "-1.00", null, "chargeback"),
                (PostingKind.Refund, "1.20", canceled.Id, null),
                (PostingKind.Purchase, "-1.20", canceled.Id, null),
                (PostingKind.Purchase, "-1.20", kept.Id, null),
                (PostingKind.Deposit, "10.00", (OrderId?)null, (string?)"test"),
            ],
            all.Select(m => (m.Kind, $"{m.Amount}", m.Order, m.Note))
        );
        var (refund, charge) = (all[1], all[2]);
        Assert.Equal((charge.Id, refund.Id), (refund.Refunds, charge.RefundedBy));
        Assert.All(all.Where(m => m != refund), m => Assert.Null(m.Refunds));
        Assert.All(all.Where(m => m != charge), m => Assert.Null(m.RefundedBy));
        Assert.Equal($"{await store.BalanceAsync(ann.Id)}", $"{all.Aggregate(Money.Zero, (sum, m) => sum + m.Amount)}");
    }

    [Fact]
    public async Task What_operators_write_to_a_refund_is_not_for_customers()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("10.00");
        var order = (await store.BuyAsync(ann, service)).Value;
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        Assert.True((await store.RefundAsync(order)).IsOk);
        Assert.Equal(
            (PostingKind.Refund, null),
            ((await ListAsync(store, ann)).Items[0].Kind, (await ListAsync(store, ann)).Items[0].Note)
        );
    }

    [Fact]
    public async Task Parts_lose_and_repeat_nothing_while_money_moves()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 40);
        var (ann, bob) = (await store.CustomerAsync("100.00"), await store.CustomerAsync("100.00"));
        for (var i = 0; i < 10; i++)
        {
            await store.CancelAsync((await store.BuyAsync(ann, service)).Value);
            await store.BuyAsync(bob, service);
            await store.BuyAsync(ann, service);
        }

        var before = (await ListAsync(store, ann)).Items.Select(m => m.Id).ToList();
        Assert.Equal(31, before.Count);
        var listed = new List<PostingId>();
        for (PostingId? after = null; ; )
        {
            var part = await ListAsync(store, ann, count: 4, after: after);
            listed.AddRange(part.Items.Select(m => m.Id));
            await store.CancelAsync((await store.BuyAsync(ann, service)).Value);
            if (part.Next is null)
                break;
            after = part.Next;
        }

        Assert.Equal(before, listed);
    }

    [Fact]
    public async Task A_time_is_found_among_movements_of_all_kinds()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 40);
        var (ann, bob) = (await store.CustomerAsync("100.00"), await store.CustomerAsync("100.00"));
        for (var i = 0; i < 12; i++)
        {
            store.Time.Advance(TimeSpan.FromMinutes(7));
            var order = (await store.BuyAsync(i % 3 == 0 ? ann : bob, service)).Value;
            if (i % 2 == 0)
                await store.CancelAsync(order);
            await store.CreditAsync(ann.Id, new Money(100 + i));
        }

        var all = (await ListAsync(store, ann)).Items;
        Assert.True(all.Count > 15);
        foreach (var since in all)
        {
            foreach (var until in all)
            {
                var expected = all.Where(m => m.At >= since.At && m.At < until.At).Select(m => m.Id);
                Assert.Equal(expected, (await ListAsync(store, ann, new LedgerEntryFilter(since.At, until.At))).Items.Select(m => m.Id));
            }
        }
    }

    [Fact]
    public async Task After_any_movement_come_all_that_are_older_also_where_many_bought_at_once()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 200);
        var people = new List<CustomerProfile>();
        for (var i = 0; i < 5; i++)
            people.Add(await store.CustomerAsync("100.00"));
        for (var round = 0; round < 3; round++)
        {
            var bought = await Task.WhenAll(people.SelectMany(p => Enumerable.Repeat(p, 6)).Select(p => store.BuyAsync(p, service)));
            await Task.WhenAll(
                people
                    .Select(p => store.CreditAsync(p.Id, new Money(100)))
                    .Concat(bought.Where((_, i) => i % 2 == 0).Select(b => (Task)store.CancelAsync(b.Value)))
            );
        }

        foreach (var person in people)
        {
            var all = (await ListAsync(store, person)).Items.Select(m => m.Id).ToList();
            Assert.Equal(1 + (3 * (6 + 3 + 1)), all.Count);
            for (var i = 0; i < all.Count; i++)
                Assert.Equal(all[(i + 1)..], (await ListAsync(store, person, after: all[i])).Items.Select(m => m.Id));
        }
    }

    [Fact]
    public async Task Another_customers_movement_is_no_cursor()
    {
        await using var store = await TestStore.StartAsync();
        var (ann, bob) = (await store.CustomerAsync("10.00"), await store.CustomerAsync("10.00"));
        var his = (await ListAsync(store, bob)).Items[0].Id;
        foreach (var cursor in (PostingId[])[his, new PostingId(99), new PostingId(0), new PostingId(long.MaxValue)])
            Assert.Equal(
                new Error.NotFound("cursor"),
                (await store.Get<ListLedgerEntriesHandler>().HandleAsync(ann.Id, new LedgerEntryFilter(), 10, cursor, Ct)).Error
            );
    }

    private static async Task<Slice<LedgerEntry, PostingId>> ListAsync(
        TestStore store,
        CustomerProfile customer,
        LedgerEntryFilter? filter = null,
        int count = 100,
        PostingId? after = null
    ) => (await store.Get<ListLedgerEntriesHandler>().HandleAsync(customer.Id, filter ?? new LedgerEntryFilter(), count, after, Ct)).Value;
}
