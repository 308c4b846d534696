using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Views.Accounts;

internal static class AccountsModule
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) =>
        services.AddSingleton<ListLedgerEntriesHandler>().AddSingleton<ReadAccountHandler>().AddSingleton<ReadActivationsHandler>();
}
