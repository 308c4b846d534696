using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Growth;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
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
    /// Adds the store, storey by storey; what a folder consists of stands in its module. The one who adds it gives an
    /// <see cref="INotificationChannel"/>, an <see cref="ITextCipher"/>, an <see cref="ILinkReader"/>, an <see cref="IWebhookSender"/>
    /// and an <see cref="ISupplierClient"/> as well, and an
    /// <see cref="IPaymentProvider"/> for each kind of way to pay that is configured.
    /// </summary>
    public static IServiceCollection AddStore(
        this IServiceCollection services,
        IConfiguration configuration,
        DatabaseProvider provider,
        string connectionString
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddIdentity(configuration).AddProtection().AddPersistence(provider, connectionString).AddDurability(provider);
        services
            .AddLedger()
            .AddCustomers()
            .AddApiKeys()
            .AddQuestions()
            .AddCatalog()
            .AddStock(configuration)
            .AddOrders(configuration)
            .AddMessages(configuration)
            .AddSuppliers(configuration)
            .AddPayments(configuration)
            .AddGrowth(configuration);
        services.AddWebhooks(configuration).AddWaiting().AddAudit().AddNotifications();
        return services.AddStorefront().AddAccounts().AddOperator().AddReconciliation().AddTestMode();
    }
}
