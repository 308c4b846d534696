using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Views.Reconciliation;

internal static class ReconciliationModule
{
    public static IServiceCollection AddReconciliation(this IServiceCollection services) => services.AddSingleton<ReconcileLedgerHandler>();
}
