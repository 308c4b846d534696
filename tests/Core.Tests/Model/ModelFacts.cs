using CsCheck;

namespace XthonBot.Core.Tests.Model;

public sealed class ModelFacts
{
    private static readonly Gen<int> Customer = Gen.Int[0, 2];
    private static readonly Gen<int> Service = Gen.Int[0, 1];
    private static readonly Gen<OrderChannel> Channel = Gen.Enum<OrderChannel>();

    private static readonly Gen<int?> Age = Gen.OneOf<int?>(null, null, -10, 0, 0, 0, 5, 25, 31, 40);

    private static readonly Gen<Op> AnyOp = Gen.Frequency(
        (3, Gen.Select(Customer, Gen.Int[1, 300]).Select(Op (c, minor) => new Op.Credit(c, minor))),
        (1, Gen.Select(Customer, Gen.Int[1, 300]).Select(Op (c, minor) => new Op.Debit(c, minor))),
        (8, Gen.Select(Customer, Service, Channel, Gen.Int[0, 2]).Select(Op (c, s, channel, key) => new Op.Buy(c, s, channel, key))),
        (
            8,
            Gen.Select(Gen.Int[0, 6], Gen.Int[0, 12], Gen.Int[0, 3], Age)
                .Select(Op (phone, id, content, age) => new Op.Message(phone, id, content, age))
        ),
        (3, Gen.Select(Gen.Int[0, 9], Customer).Select(Op (order, c) => new Op.Cancel(order, c))),
        (3, Gen.Int[0, 9].Select(Op (order) => new Op.Refund(order))),
        (3, Gen.Const<Op>(new Op.Expire())),
        (2, Gen.Const<Op>(new Op.Cool())),
        (4, Gen.OneOf(1, 10, 20, 31).Select(Op (minutes) => new Op.Advance(minutes))),
        (1, Gen.Select(Service, Gen.Int[1, 3]).Select(Op (s, count) => new Op.Withdraw(s, count))),
        (2, Gen.Select(Service, Gen.Int[0, 6]).Select(Op (s, phone) => new Op.Restock(s, phone))),
        (1, Customer.Select(Op (c) => new Op.Ban(c))),
        (1, Customer.Select(Op (c) => new Op.Unban(c)))
    );

    // A store on a server takes ten times as long to make as a file.
    private static int Iterations(int onFiles) => TestDatabase.Chosen == DatabaseProvider.Sqlite ? onFiles : onFiles / 4;

    [Fact]
    public async Task Whatever_happens_the_store_answers_and_ends_as_the_model_does() =>
        await AnyOp
            .Array[10, 45]
            .SampleAsync(
                async happenings =>
                {
                    await using var store = await StoreUnderTest.StartAsync();
                    var model = new StoreModel();
                    // Everybody has some money, or most would be refused.
                    Op[] all = [.. Enumerable.Range(0, 3).Select(c => new Op.Credit(c, 500)), .. happenings];
                    foreach (var op in all)
                    {
                        var expected = model.Apply(op);
                        if (op is Op.Expire)
                            model.Apply(new Op.Close());
                        Assert.Equal((op, expected), (op, await store.ApplyAsync(op)));
                    }

                    Assert.Equal(model.State(), await store.StateAsync());
                    await store.CheckAsync();
                },
                iter: Iterations(60),
                threads: 2
            );

    /// <summary>Somebody had the first three numbers, from 32 minutes ago to 31 minutes ago.</summary>
    private static readonly Op[] Before =
    [
        .. Enumerable.Repeat(new Op.Buy(0, 0, OrderChannel.Chat, 0), 3),
        new Op.Message(0, 0, 0, null),
        new Op.Advance(1),
        .. Enumerable.Range(0, 3).Select(order => new Op.Cancel(order, 0)),
        new Op.Advance(31),
        new Op.Cool(),
    ];

    /// <summary>
    /// Purchases that wait together are one set, and so are messages: what comes of them is what would have come one after the other.
    /// </summary>
    [Fact]
    public async Task What_is_done_together_ends_as_if_it_had_been_done_one_after_the_other() =>
        await Gen.Select(
                // A nonce is of one button, and so of one service.
                Gen.Select(Customer, Service, Channel, Gen.Int[0, 2])
                    .Select(Op (c, s, channel, key) => new Op.Buy(c, s, channel, key == 0 ? 0 : (2 * s) + key))
                    .Array[1, 12],
                Gen.Select(Gen.Int[0, 4], Gen.Int[0, 6], Gen.Int[0, 2], Age)
                    .Select(Op (phone, id, content, age) => new Op.Message(phone, id, content, age))
                    .Array[1, 16]
                    .Array[1, 3],
                Gen.Int[0, 400].Array[3],
                Gen.Bool
            )
            .SampleAsync(
                async (buys, sets, money, hadOthers) =>
                {
                    await using var store = await StoreUnderTest.StartAsync();
                    var model = new StoreModel();
                    Op[] before =
                    [
                        new Op.Credit(0, 400),
                        .. hadOthers ? Before : [],
                        .. money.Select((minor, customer) => new Op.Credit(customer, minor + 1)),
                    ];
                    foreach (var op in before)
                        Assert.Equal((op, model.Apply(op)), (op, await store.ApplyAsync(op)));

                    Assert.Equal(model.ApplyTogether(buys), await store.ApplyTogetherAsync(buys));
                    foreach (var messages in sets)
                    {
                        Assert.Equal(model.ApplyTogether(messages), await store.ApplyTogetherAsync(messages));
                        Assert.Equal(model.Apply(new Op.Advance(2)), await store.ApplyAsync(new Op.Advance(2)));
                    }

                    Assert.Equal(model.State(), await store.StateAsync());
                    await store.CheckAsync();
                },
                iter: Iterations(60),
                threads: 2
            );

    private static readonly Gen<Op> Rival = Gen.OneOf(
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 1]).Select(Op (c, key) => new Op.Buy(c, 0, OrderChannel.Chat, key)),
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 2], Gen.Int[0, 2], Gen.OneOf<int?>(null, 0, 0, 25))
            .Select(Op (phone, id, content, age) => new Op.Message(phone, id, content, age)),
        Gen.Int[0, 1].Select(Op (c) => new Op.Cancel(0, c)),
        Gen.Const<Op>(new Op.Refund(0)),
        Gen.Const<Op>(new Op.Expire()),
        Gen.Const<Op>(new Op.Withdraw(0, 1)),
        Gen.Select(Gen.Int[0, 1], Gen.Int[50, 200]).Select(Op (c, minor) => new Op.Debit(c, minor))
    );

    /// <summary>
    /// One order (of customer 0) is there and perhaps due; then up to four things happen to it, its number and its owner at once.
    /// </summary>
    [Fact]
    public async Task Whatever_happens_at_once_ends_as_in_some_serial_order()
    {
        Assert.SkipUnless(
            TestDatabase.Chosen == DatabaseProvider.Sqlite,
            "On a server a sweep may pass over what another transaction is taking, and finish it two seconds later."
        );
        await Gen.Select(Gen.Bool, Rival.Array[2, 4])
            .SampleAsync(
                async (isDue, rivals) =>
                {
                    Op[] before =
                    [
                        new Op.Credit(0, 300),
                        new Op.Credit(1, 150),
                        new Op.Withdraw(0, 1),
                        new Op.Buy(0, 0, OrderChannel.Chat, 0),
                        new Op.Advance(isDue ? 20 : 1),
                    ];
                    await using var store = await StoreUnderTest.StartAsync();
                    foreach (var op in before)
                        await store.ApplyAsync(op);

                    var outcomes = await Task.WhenAll(rivals.Select(op => Task.Run(() => store.ApplyAsync(op))));
                    var actual = string.Join('\n', outcomes) + "\n\n" + await store.StateAsync();

                    // A sweep is two transactions: what is due expires, then what is over closes.
                    var steps = rivals.SelectMany((op, i) => op is Op.Expire ? [(i, op), (i, new Op.Close())] : new[] { (i, op) }).ToList();
                    var serial = Orders(steps)
                        .Select(order =>
                        {
                            var model = new StoreModel();
                            foreach (var op in before)
                                model.Apply(op);
                            var said = new string[rivals.Length];
                            foreach (var (i, op) in order)
                                said[i] = model.Apply(op);
                            return string.Join('\n', said) + "\n\n" + model.State();
                        })
                        .ToHashSet();
                    Assert.Contains(actual, serial);
                    await store.CheckAsync();
                },
                iter: 100,
                threads: 2
            );
    }

    /// <summary>All orders of the steps in which those of one rival stay in their own order.</summary>
    private static IEnumerable<List<(int Rival, Op Op)>> Orders(List<(int Rival, Op Op)> steps)
    {
        if (steps.Count == 0)
        {
            yield return [];
            yield break;
        }

        for (var i = 0; i < steps.Count; i++)
        {
            if (steps.Take(i).Any(earlier => earlier.Rival == steps[i].Rival))
                continue;
            foreach (var rest in Orders([.. steps.Where((_, j) => j != i)]))
                yield return [steps[i], .. rest];
        }
    }
}
