using CsCheck;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Messages;

/// <summary>
/// Numbers that are sold again and again, and messages that come late, often, out of order or not at all: who reads what?
/// </summary>
public sealed class OwnershipFacts
{
    private static readonly string[] Phones = ["+15550000001", "+15550000002"];
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    private static readonly Gen<Happening> Any = Gen.Frequency(
        (
            8,
            Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1], Gen.Frequency((4, Gen.Const(OrderChannel.Chat)), (1, Gen.Const(OrderChannel.Api))))
                .Select(Happening (c, s, channel) => new Happening.Buy(c, s, channel))
        ),
        (2, Gen.Int[0, 9].Select(Happening (o) => new Happening.Cancel(o))),
        (1, Gen.Int[0, 9].Select(Happening (o) => new Happening.Refund(o))),
        (
            8,
            Gen.Select(
                    Gen.Int[0, 1],
                    Gen.Int[0, 3],
                    Gen.Int[0, 3],
                    Gen.Int[0, 5],
                    Gen.Frequency((3, Gen.Const(Stamp.Right)), (3, Gen.Enum<Stamp>()))
                )
                .Select(Happening (phone, wa, code, copies, stamp) => new Happening.Send(phone, wa > 0, code > 0, copies, stamp))
        ),
        (9, Gen.Select(Gen.Int[0, 20], Gen.Int[1, 3]).Select(Happening (m, atOnce) => new Happening.Arrive(m, atOnce))),
        (2, Gen.Const<Happening>(new Happening.ArriveAll())),
        (5, Gen.Select(Gen.Int[0, 20], Gen.Int[-9, 9]).Select(Happening (m, o) => new Happening.Assign(m, o))),
        (1, Gen.Int[0, 20].Select(Happening (m) => new Happening.Dismiss(m))),
        (1, Gen.Const<Happening>(new Happening.Tell())),
        (5, Gen.Select(Gen.OneOf(1, 1, 6, 6, 20), Gen.Int[0, 1]).Select(Happening (minutes, s) => new Happening.Later(minutes, s)))
    );

    [Fact]
    public async Task Each_message_reaches_its_customer_exactly_once_and_nobody_else() =>
        await Any.Array[25, 70]
            .SampleAsync(
                async happenings =>
                {
                    await using var run = await Run.StartAsync();
                    // Each run begins with something to be told of.
                    foreach (
                        var happening in (Happening[])
                            [new Happening.Buy(0, 0, OrderChannel.Chat), new Happening.Buy(1, 1, OrderChannel.Chat), .. happenings]
                    )
                        await run.ApplyAsync(happening);
                    await run.ApplyAsync(new Happening.ArriveAll());
                    await run.CheckAsync();
                },
                iter: TestDatabase.Chosen == DatabaseProvider.Sqlite ? 60 : 15,
                threads: 2
            );

    private sealed class Run(TestStore store) : IAsyncDisposable
    {
        private readonly OwnershipModel model = new();
        private readonly List<CustomerProfile> customers = [];
        private readonly List<ServiceView> services = [];
        private readonly List<Delivery> told = [];
        private readonly DateTime start = store.Now;
        private int attempts;

        private static CancellationToken Ct => TestContext.Current.CancellationToken;

        public static async Task<Run> StartAsync()
        {
            var run = new Run(await TestStore.StartAsync(("Stock:CoolDown", "00:05:00"), ("Orders:Lifetime", $"{Lifetime}")));
            for (var i = 0; i < 3; i++)
                run.customers.Add(await run.Store.CustomerAsync("99.00"));
            run.services.Add(await run.Store.ServiceAsync("tg"));
            run.services.Add(await run.Store.ServiceAsync("wa", name: "USA WhatsApp"));
            await run.Store.Get<EditCatalogHandler>().HandleAsync("wa", new CatalogEdit.SetSenders("^whatsapp$"), TestStore.Operator, Ct);
            await run.Store.StockAsync("tg", Phones.Take(1));
            await run.Store.StockAsync("wa", Phones.Skip(1));
            run.Store.Channel.Decide = run.TellAsync;
            return run;
        }

        private TestStore Store => store;

        public async Task ApplyAsync(Happening happening)
        {
            model.Now = store.Now - start;
            switch (happening)
            {
                case Happening.Buy buy:
                    await BuyAsync(buy);
                    break;
                case Happening.Cancel cancel when OrderAt(cancel.Order) is { } order:
                    Assert.Equal(model.Cancel(order), (await store.CancelAsync(order.View)).IsOk);
                    break;
                case Happening.Refund refund when OrderAt(refund.Order) is { } order:
                    Assert.Equal(model.Refund(order), (await store.RefundAsync(order.View)).IsOk);
                    break;
                case Happening.Send send:
                    model.Messages.Add(
                        new OwnershipModel.Text
                        {
                            Id = model.Messages.Count,
                            Phone = Phones[send.Phone],
                            FromWhatsApp = send.FromWhatsApp,
                            HasCode = send.HasCode,
                            Stamp = send.Stamp,
                            Sent = model.Now,
                            CopiesLeft = send.Copies,
                        }
                    );
                    break;
                case Happening.Arrive arrive when MessageAt(arrive.Message, m => m.CopiesLeft > 0) is { } message:
                    await ArriveAsync([.. Enumerable.Repeat(message, Math.Min(arrive.AtOnce, message.CopiesLeft))]);
                    break;
                case Happening.ArriveAll:
                    await ArriveAsync([.. model.Messages.Where(m => m.CopiesLeft > 0)]);
                    break;
                case Happening.Assign hand
                    when MessageAt(hand.Message, m => m.Owner is null || hand.Order > 6) is { } message
                        && CandidateAt(message, hand.Order) is { } order:
                    var handed = await store
                        .Get<AssignMessageHandler>()
                        .HandleAsync(new AssignMessage(await IdOfAsync(message), order.View.Id, TestStore.Operator), Ct);
                    Assert.Equal((message, model.Assign(message, order)), (message, handed.Match(r => $"{r}", e => e.GetType().Name)));
                    break;
                case Happening.Dismiss dismiss when MessageAt(dismiss.Message, _ => true) is { } message:
                    var dismissed = await store
                        .Get<DismissMessageHandler>()
                        .HandleAsync(new DismissMessage(await IdOfAsync(message), TestStore.Operator), Ct);
                    Assert.Equal(model.Dismiss(message), dismissed.Match(_ => "dismissed", e => e.GetType().Name));
                    break;
                case Happening.Tell:
                    await store.DeliverAsync();
                    break;
                case Happening.Later later:
                    store.Time.Advance(TimeSpan.FromMinutes(later.Minutes));
                    model.Now = store.Now - start;
                    await store.ExpireAsync();
                    model.EndWhatIsOver();
                    await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct);
                    await store.StockAsync(services[later.Service].Code, Phones);
                    break;
            }
        }

        public async Task CheckAsync()
        {
            for (var i = 0; i < 50 && await store.Get<NotificationDispatcher>().CountOpenAsync(Ct) > 0; i++)
            {
                store.Time.Advance(TimeSpan.FromMinutes(1));
                await store.DeliverAsync();
            }

            // In the chat: each message to the owner of its order there, once, and to nobody else.
            Assert.Equal(
                model
                    .Messages.Where(m => m.Owner is { View.Channel: OrderChannel.Chat })
                    .Select(m => $"{customers[m.Owner!.Customer].TelegramId} {m.Owner.View.Id} {m} {(m.HasCode ? m.Code : "-")}")
                    .Order(StringComparer.Ordinal),
                told.Where(d => d.Message is not null)
                    .Select(d => $"{d.TelegramId} {d.Order!.Id} {d.Message!.Text} for {d.Order.Phone} {d.Message.Code ?? "-"}")
                    .Order(StringComparer.Ordinal)
            );

            // What else is told, the card above all, shows nobody a code of somebody else.
            foreach (var news in told.Where(d => d.Order?.Code is not null))
                Assert.Contains(
                    model.Messages,
                    m => m.Code == news.Order!.Code && m.Owner is { } owner && customers[owner.Customer].TelegramId == news.TelegramId
                );

            // What the owner reads of an order is its newest code.
            foreach (var order in model.Orders)
            {
                var read = await store.OrderAsync(order.View);
                Assert.Equal((order.Status, order.Code, order.IsOpen), (read.Status, read.Code, read.IsOpen));
            }

            var list = await store.Get<ListUnmatchedMessagesHandler>().PageAsync(0, 100, TestStore.Operator, Ct);
            Assert.Equal(
                model
                    .Messages.Where(m => m is { HasArrived: true, Owner: null, IsDismissed: false })
                    .Select(m => $"{m}")
                    .Order(StringComparer.Ordinal),
                list.Messages.Select(m => $"{m.Text} for {m.Phone}").Order(StringComparer.Ordinal)
            );
            Assert.Empty(await store.DifferencesAsync());
        }

        public ValueTask DisposeAsync() => store.DisposeAsync();

        private async Task BuyAsync(Happening.Buy buy)
        {
            if (!(await store.BuyAsync(customers[buy.Customer], services[buy.Service], channel: buy.Channel)).TryGet(out var bought, out _))
                return;
            Assert.DoesNotContain(model.Orders, o => o.IsOpen && o.Phone == bought.Phone);
            model.Orders.Add(
                new OwnershipModel.Tenure
                {
                    View = bought,
                    Customer = buy.Customer,
                    Service = buy.Service,
                    Phone = bought.Phone!,
                    Since = model.Now,
                    Until = model.Now + Lifetime,
                }
            );
        }

        private async Task ArriveAsync(IReadOnlyList<OwnershipModel.Text> copies)
        {
            // Waiting together they are one set, in which each is as if it had come alone.
            var gate = await Data.BatchGate.CloseAsync(store);
            var receiving = copies
                .Select(message =>
                    store
                        .Get<ReceiveMessageHandler>()
                        .HandleAsync(
                            new ReceiveMessage(
                                "gateway",
                                $"m{message.Id}",
                                message.FromWhatsApp ? "WhatsApp" : "Telegram",
                                PhoneNumber.Parse(message.Phone).Value,
                                message.Words,
                                StampOf(message)
                            ),
                            Ct
                        )
                )
                .ToList();
            gate.Open();
            model.Set++;
            var expected = copies.Select(model.Arrive).ToList();
            Assert.Equal(expected, await Task.WhenAll(receiving));
        }

        private DateTime? StampOf(OwnershipModel.Text message) =>
            message.Stamp switch
            {
                Stamp.Right => start + message.Sent,
                Stamp.FromTheFuture => store.Now.AddMinutes(10),
                Stamp.SecondsBehind => start + message.Sent - TimeSpan.FromSeconds(3),
                Stamp.HoursBehind => start + message.Sent - TimeSpan.FromHours(3),
                Stamp.OfTheEpoch => DateTime.UnixEpoch,
                _ => null,
            };

        // Every fourth attempt finds the far end away; what counts is what arrived.
        private Task<DeliveryOutcome> TellAsync(Delivery delivery)
        {
            lock (told)
            {
                if (++attempts % 4 == 0)
                    return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Later());
                told.Add(delivery);
                return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Sent(attempts));
            }
        }

        private async Task<MessageId> IdOfAsync(OwnershipModel.Text message) =>
            new(
                await store.ScalarAsync<long>($"select coalesce((select id from messages where external_id = 'm{message.Id}'), 0) as value")
            );

        private OwnershipModel.Tenure? OrderAt(int position) =>
            model.Orders.Count == 0 ? null : model.Orders[position % model.Orders.Count];

        // Most often one that may be right: by chance alone hardly any would.
        private OwnershipModel.Tenure? CandidateAt(OwnershipModel.Text message, int position) =>
            position < 0
                ? model.Orders.FindLast(o => o.Phone == message.Phone && (o.Since <= message.Stamped || position == -1))
                : OrderAt(position);

        private OwnershipModel.Text? MessageAt(int position, Func<OwnershipModel.Text, bool> which)
        {
            var among = model.Messages.Where(which).ToList();
            return among.Count == 0 ? null : among[position % among.Count];
        }
    }
}
