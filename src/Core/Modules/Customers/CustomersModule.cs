using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Modules.Customers;

internal static class CustomersModule
{
    public static IServiceCollection AddCustomers(this IServiceCollection services) =>
        services
            .AddSingleton<MeetCustomerHandler>()
            .AddSingleton<FindCustomerHandler>()
            .AddSingleton<ChangeCustomerHandler>()
            .AddSingleton<MarkBlockedHandler>();
}
