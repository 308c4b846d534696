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

        services.AddOptions<StoreIdentity>().Bind(configuration.GetSection("Store")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StoreIdentity>, StoreIdentityCheck>();
        Bind<OrderOptions>("Orders", o => Between(o.Lifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)), "Orders:Lifetime must be between 00:00:01 and 7.00:00:00");
        Bind<OrderOptions>("Orders", o => o.MaxOpenPerCustomer >= 0, "Orders:MaxOpenPerCustomer must be 0 or more");
        Bind<StockOptions>("Stock", o => Between(o.CoolDown, TimeSpan.Zero, TimeSpan.FromDays(30)), "Stock:CoolDown must be between 00:00:00 and 30.00:00:00");
        Bind<MessageOptions>("Messages", o => Between(o.Retention, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650)), "Messages:Retention must be between 00:01:00 and 3650.00:00:00");
        Bind<MessageOptions>("Messages", o => Between(o.PartsWait, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30)), "Messages:PartsWait must be between 00:00:01 and 00:30:00");

        services.AddOptions<SuppliersOptions>().Bind(configuration.GetSection("Suppliers")).PostConfigure(all => all.Values.ToList().ForEach(supplier => supplier.Trim())).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SuppliersOptions>, ValidSuppliers>();
        services.AddSingleton<SupplierNotes>().AddSingleton<SupplierOrderSteps>().AddSingleton(built => new SupplierOrderWorker(
            built.GetRequiredService<Store>(), built.GetRequiredService<IOptions<SuppliersOptions>>(), built.GetRequiredService<SupplierOrderSteps>(),
            built.GetRequiredService<TimeProvider>(), built.GetRequiredService<ILogger<SupplierOrderWorker>>()));

        AddLinks();
        AddWebhooks();

        foreach (var handler in Handlers)
            services.AddSingleton(handler);
        return services;

        void AddContexts<T>(Action<DbContextOptionsBuilder> configure)
            // Not pooled: lanes and readers keep theirs, and a context that is used again would bring the statements of a closed connection along.
            where T : StoreDbContext => services.AddDbContextFactory<T>(configure)
                .AddSingleton<IDbContextFactory<StoreDbContext>>(built => new Contexts<T>(built.GetRequiredService<IDbContextFactory<T>>()));

        void AddLinks()
        {
            var links = services.AddOptions<LinkOptions>().Configure(options => options.Read(configuration.GetSection("Links"))).ValidateOnStart();
            foreach (var (i, check) in new LinkOptions().Checks().Index())
                links.Validate(options => options.Checks().ElementAt(i).IsValid, check.Problem);
        }

        void AddWebhooks()
        {
            var webhooks = services.AddOptions<WebhookOptions>().Configure(options => options.Read(configuration.GetSection("Webhooks"))).ValidateOnStart();
            foreach (var (i, check) in new WebhookOptions().Checks().Index())
                webhooks.Validate(options => options.Checks().ElementAt(i).IsValid, check.Problem);
        }

        void Bind<T>(string section, Func<T, bool> isValid, string problem)
            where T : class => services.AddOptions<T>().Bind(configuration.GetSection(section)).Validate(isValid, problem).ValidateOnStart();
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

    private static bool Between(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;

    private sealed class Contexts<T>(IDbContextFactory<T> factory) : IDbContextFactory<StoreDbContext>
        where T : StoreDbContext
    {
        public StoreDbContext CreateDbContext() => factory.CreateDbContext();

        public async Task<StoreDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await factory.CreateDbContextAsync(cancellationToken);
    }
}
