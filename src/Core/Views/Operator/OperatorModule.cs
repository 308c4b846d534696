using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Views.Operator;

internal static class OperatorModule
{
    public static IServiceCollection AddOperator(this IServiceCollection services) =>
        services
            .AddSingleton<SalesStatsHandler>()
            .AddSingleton<PaymentHistoryHandler>()
            .AddSingleton<ListUnmatchedMessagesHandler>()
            .AddSingleton<ListDisputesHandler>()
            .AddSingleton<FindAnythingHandler>()
            .AddSingleton<ReadLeadingNumberHandler>()
            .AddSingleton<ListDeadLettersHandler>();
}
