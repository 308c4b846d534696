using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Modules.Ledger;

internal static class LedgerModule
{
    public static IServiceCollection AddLedger(this IServiceCollection services) => services.AddSingleton<MoveMoneyHandler>();
}
