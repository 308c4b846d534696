using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Suppliers.Agents;
using XthonBot.Core.Modules.Suppliers;

namespace XthonBot.Api.Suppliers;

public static class SupplierServices
{
    /// <summary>Adds the far end of the suppliers that the configuration names.</summary>
    public static IServiceCollection AddSuppliers(this IServiceCollection services) =>
        services.AddSingleton<Exchange>().AddSingleton<ActivationClient>().AddSingleton<AgentClient>().AddSingleton<ISupplierClient, SupplierClients>();
}
