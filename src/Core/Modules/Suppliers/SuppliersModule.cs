using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Suppliers;

internal static class SuppliersModule
{
    public static IServiceCollection AddSuppliers(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSettings<SuppliersOptions, SuppliersCheck>(configuration, "Suppliers")
            .AddSingleton<SupplierNotes>()
            .AddSingleton<SupplierOrderSteps>()
            .AddSingleton<SupplierOrderWorker>()
            .AddSingleton<LookAtOffersHandler>()
            .AddSingleton<ReadAgentNumbersHandler>()
            .AddSingleton<ReadSuppliersHandler>()
            .AddSingleton<SettleDebtHandler>()
            .AddSingleton<IAgentOrders, AgentOrders>()
            .AddSingleton<INumberSource>(built => built.GetRequiredService<SupplierOrderWorker>())
            .AddReaction<SupplierReactions>()
            .AddReaction<SupplierClock>();
}
