using Quartz;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Modules.Growth;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Modules.Questions;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Reactions.Webhooks;
using XthonBot.Core.Views.Reconciliation;

namespace XthonBot.Bot.Jobs;

/// <summary>Scheduled work. It can be run twice, or by two machines, with the same end.</summary>
/// <param name="Name">Stands in a shared schedule: a sweep that gets another name there is another one.</param>
/// <param name="When">Says when it runs.</param>
/// <param name="RunAsync">Does the work, which is in Core.</param>
internal sealed record Sweep(string Name, Action<ITriggerConfigurator> When, Func<IServiceProvider, CancellationToken, Task> RunAsync)
{
    public static IReadOnlyList<Sweep> All { get; } =
    [
        // The dispatcher hears it, in whichever process it is.
        Every<OutboxSignal>(
            "deliver",
            TimeSpan.FromSeconds(2),
            (signal, _) =>
            {
                signal.Notify();
                return Task.CompletedTask;
            }
        ),
        Every<ExpireOrdersHandler>("expire-orders", TimeSpan.FromSeconds(2), (orders, ct) => orders.HandleAsync(ct)),
        Every<SupplierOrderWorker>("supplies", TimeSpan.FromSeconds(1), (desk, ct) => desk.SweepAsync(ct)),
        Every<WatchPaymentsHandler>("payments", TimeSpan.FromSeconds(2), (payments, ct) => payments.HandleAsync(ct)),
        Every<ContinuePurchases>("waiting-purchases", TimeSpan.FromSeconds(5), (purchases, ct) => purchases.SweepAsync(ct)),
        Every<ReviewBonusesHandler>("bonuses", TimeSpan.FromMinutes(1), (bonuses, ct) => bonuses.HandleAsync(ct)),
        Every<LookAtOffersHandler>("offers", TimeSpan.FromSeconds(20), (offers, ct) => offers.HandleAsync(ct)),
        Every<LinkPoller>("poll-links", TimeSpan.FromSeconds(1), (links, ct) => links.HandleAsync(ct)),
        Every<RecountOpenOrdersHandler>("open-orders", TimeSpan.FromHours(1), (orders, ct) => orders.HandleAsync(ct)),
        Every<FreeCooledNumbersHandler>("free-cooled-numbers", TimeSpan.FromSeconds(15), (numbers, ct) => numbers.HandleAsync(ct)),
        Every<FlushIncompleteMessagesHandler>("incomplete-messages", TimeSpan.FromSeconds(5), (parts, ct) => parts.HandleAsync(ct)),
        Every<WatchBalancesHandler>("low-balances", TimeSpan.FromSeconds(5), (balances, ct) => balances.HandleAsync(ct)),
        Every<PurgeTextsHandler>("purge-texts", TimeSpan.FromMinutes(10), (texts, ct) => texts.HandleAsync(ct)),
        Every<ProtectOldTextsHandler>("protector-old-texts", TimeSpan.FromHours(1), (texts, ct) => texts.HandleAsync(ct)),
        Every<Inbox>("purge-inbox", TimeSpan.FromHours(1), (inbox, ct) => inbox.PurgeAsync(ct)),
        Every<PurgeNotificationsHandler>(
            "purge-notifications",
            TimeSpan.FromHours(1),
            (notifications, ct) => notifications.HandleAsync(ct)
        ),
        Every<KeepOperatorCardsHandler>("purge-operator-cards", TimeSpan.FromHours(1), (cards, ct) => cards.PurgeAsync(ct)),
        Every<PurgeDeliveriesHandler>("purge-deliveries", TimeSpan.FromHours(1), (deliveries, ct) => deliveries.HandleAsync(ct)),
        Every<IdempotencyStore>("purge-replies", TimeSpan.FromHours(1), (replies, ct) => replies.PurgeAsync(ct)),
        Every<LeaveQuestionsHandler>("purge-questions", TimeSpan.FromHours(1), (questions, ct) => questions.PurgeAsync(ct)),
        Nightly<ComparePaymentsHandler>("compare-payments", (payments, ct) => payments.HandleAsync(ct)),
        Nightly<ReconcileLedgerHandler>("reconcile", (books, ct) => books.AgreeAsync(ct)),
    ];

    private static Sweep Every<T>(string name, TimeSpan interval, Func<T, CancellationToken, Task> run)
        where T : class => new(name, Each(interval), Run(run));

    // A schedule by the clock knows no night that went by while no process ran.
    private static Sweep Nightly<T>(string name, Func<T, CancellationToken, Task> run)
        where T : class =>
        new(
            name,
            Each(TimeSpan.FromSeconds(15)),
            (services, ct) => services.GetRequiredService<NightlyWork>().RunAsync(name, token => Run(run)(services, token), ct)
        );

    private static Action<ITriggerConfigurator> Each(TimeSpan interval) =>
        trigger => trigger.WithSimpleSchedule(every => every.WithInterval(interval).RepeatForever());

    private static Func<IServiceProvider, CancellationToken, Task> Run<T>(Func<T, CancellationToken, Task> run)
        where T : class => (services, ct) => run(services.GetRequiredService<T>(), ct);
}

/// <summary>Runs the sweep whose name the job has; never one beside itself.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepJob(IServiceProvider services) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        // One that another release left in a shared schedule may be unknown here.
        if (Sweep.All.FirstOrDefault(sweep => sweep.Name == context.JobDetail.Key.Name) is { } sweep)
            await sweep.RunAsync(services, ct);
    }
}
