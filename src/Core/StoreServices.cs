using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Questions;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Core.Reactions.Audit;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Reactions.Waiting;
using XthonBot.Core.Reactions.Webhooks;
using XthonBot.Core.Views.Accounts;
using XthonBot.Core.Views.Operator;
using XthonBot.Core.Views.Reconciliation;
using XthonBot.Core.Views.Storefront;
using XthonBot.Core.Views.TestMode;

namespace XthonBot.Core;

public static class StoreServices
{
    /// <summary>
    /// Adds the store. The one who adds it gives an <see cref="INotificationChannel"/>, an <see cref="ITextProtector"/>,
    /// an <see cref="ILinkReader"/>, an <see cref="IWebhookSender"/> and an <see cref="ISupplierClient"/> as well.
    /// </summary>
    public static IServiceCollection AddStore(
        this IServiceCollection services, IConfiguration configuration, DatabaseProvider provider, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        if (provider == DatabaseProvider.Postgres)
            AddContexts<PostgresStoreDbContext>(options => PostgresStoreDbContext.Configure(options, connectionString));
        else
            AddContexts<SqliteStoreDbContext>(options => SqliteStoreDbContext.Configure(options, connectionString));
        services.AddSingleton<DomainEventDispatcher>().AddSingleton<WriteQueue>().AddSingleton<ReadPool>().AddSingleton<Store>().AddSingleton<TextSeal>().AddSingleton<DatabaseFile>();
        services.AddSingleton<NodeIdentity>().AddSingleton(LeaseTimings.For(provider)).AddSingleton<Heartbeat>().AddSingleton<LeaseKeeper>();
        services.AddSingleton<OutboxSignal>().AddSingleton<KeyUsage>().AddSingleton<EndOrders>();
        services.AddReaction<ChatNotifications>().AddReaction<WebhookDeliveries>().AddReaction<OrderChangeNotifier>().AddReaction<ApiKeyCache>().AddReaction<ServiceListCache>();
        services.AddReaction<AuditLog>().AddReaction<StockClock>().AddReaction<MessageClock>().AddReaction<SupplierClock>().AddReaction<NotificationClock>().AddReaction<WebhookClock>().AddReaction<DurabilityClock>();
        services.AddReaction<DeadLetters>().AddReaction<GivenUpNotifications>().AddReaction<GivenUpDeliveries>();
        services.AddSingleton<IGivenUpWork, GivenUpUpdates>();
        services.AddSingleton<IGivenUpWork>(built => built.GetRequiredService<GivenUpNotifications>());
        services.AddSingleton<IGivenUpWork>(built => built.GetRequiredService<GivenUpDeliveries>());
        services.AddSingleton(OldTexts.Column).AddSingleton(OldCodes.Column).AddSingleton<IAgentOrders, AgentOrders>();
        services.AddReaction<SupplierReactions>().AddSingleton<INumberSource>(built => built.GetRequiredService<SupplierOrderWorker>());

        services.AddSettings<StoreIdentity, StoreIdentityCheck>(configuration, "Store");
        services.AddSettings<OrderOptions, OrderOptionsCheck>(configuration, "Orders");
        services.AddSettings<StockOptions, StockOptionsCheck>(configuration, "Stock");
        services.AddSettings<MessageOptions, MessageOptionsCheck>(configuration, "Messages");
        services.AddSettings<LinkOptions, LinkOptionsCheck>(configuration, "Links");
        services.AddSettings<WebhookOptions, WebhookOptionsCheck>(configuration, "Webhooks");
        services.AddSettings<SuppliersOptions, SuppliersCheck>(configuration, "Suppliers");
        services.AddSingleton<SupplierNotes>().AddSingleton<SupplierOrderSteps>().AddSingleton(built => new SupplierOrderWorker(
            built.GetRequiredService<Store>(), built.GetRequiredService<IOptions<SuppliersOptions>>(), built.GetRequiredService<SupplierOrderSteps>(),
            built.GetRequiredService<TimeProvider>(), built.GetRequiredService<ILogger<SupplierOrderWorker>>()));

        foreach (var handler in Handlers)
            services.AddSingleton(handler);
        return services;

        void AddContexts<T>(Action<DbContextOptionsBuilder> configure)
            // Not pooled: lanes and readers keep theirs, and a context that is used again would bring the statements of a closed connection along.
            where T : StoreDbContext => services.AddDbContextFactory<T>(configure)
                .AddSingleton<IDbContextFactory<StoreDbContext>>(built => new Contexts<T>(built.GetRequiredService<IDbContextFactory<T>>()));
    }

    private static Type[] Handlers =>
    [
        typeof(MoveMoneyHandler), typeof(ListLedgerEntriesHandler), typeof(ReconcileLedgerHandler),
        typeof(MeetCustomerHandler), typeof(FindCustomerHandler), typeof(ReadAccountHandler), typeof(ChangeCustomerHandler), typeof(MarkBlockedHandler),
        typeof(IssueApiKeyHandler), typeof(ListApiKeysHandler), typeof(RevokeApiKeyHandler), typeof(ChangeApiKeyHandler), typeof(AuthenticateApiKeyHandler), typeof(WriteKeyUsageHandler),
        typeof(EditCatalogHandler), typeof(ListServicesHandler),
        typeof(ImportNumbersHandler), typeof(WithdrawNumbersHandler), typeof(FreeCooledNumbersHandler),
        typeof(PlaceOrderHandler), typeof(CancelOrderHandler), typeof(RefundOrderHandler), typeof(ExpireOrdersHandler), typeof(AfterSetBackHandler), typeof(ReadOrdersHandler), typeof(ListOrdersHandler), typeof(SalesStatsHandler),
        typeof(LookAtOffersHandler), typeof(ReadAgentNumbersHandler), typeof(ReadSuppliersHandler), typeof(SettleDebtHandler),
        typeof(StoreMessagesBatch), typeof(ReceiveMessageHandler), typeof(ReceivePartHandler), typeof(FlushIncompleteMessagesHandler), typeof(PurgeTextsHandler), typeof(SealOldTextsHandler),
        typeof(ListMessagesHandler), typeof(ListUnmatchedMessagesHandler), typeof(AssignMessageHandler), typeof(DismissMessageHandler),
        typeof(LinkPoller), typeof(ReadActivationsHandler), typeof(ChangeActivationHandler), typeof(IdempotencyStore),
        typeof(BuyTestNumberHandler), typeof(ReadTestOrdersHandler), typeof(CancelTestOrderHandler),
        typeof(MakeWebhookHandler), typeof(ReadWebhooksHandler), typeof(ChangeWebhookHandler), typeof(RemoveWebhookHandler), typeof(RotateSecretHandler),
        typeof(TestWebhookHandler), typeof(ReadDeliveriesHandler), typeof(RedeliverHandler), typeof(WebhookDispatcher), typeof(WatchBalancesHandler), typeof(PurgeDeliveriesHandler),
        typeof(AskQuestionHandler), typeof(AnswerQuestionHandler), typeof(LeaveQuestionsHandler),
        typeof(NotificationDispatcher), typeof(PurgeNotificationsHandler), typeof(Inbox), typeof(LeaseStore),
        typeof(RecoverAbandonedWorkHandler), typeof(DecideDeadLetterHandler), typeof(ListDeadLettersHandler), typeof(FindAnythingHandler), typeof(ReadLeadingNumberHandler),
    ];

    private sealed class Contexts<T>(IDbContextFactory<T> factory) : IDbContextFactory<StoreDbContext>
        where T : StoreDbContext
    {
        public StoreDbContext CreateDbContext() => factory.CreateDbContext();

        public async Task<StoreDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await factory.CreateDbContextAsync(cancellationToken);
    }
}
