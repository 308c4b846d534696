using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Operator;

internal static class OperatorModule
{
    public static IServiceCollection AddOperator(this IServiceCollection services) =>
        services
            .AddFeature<AdminScreens>()
            .AddFeature<ServiceCommand>()
            .AddFeature<StockCommand>()
            .AddFeature<SuppliersCommand>()
            .AddFeature<FailedCommand>()
            .AddFeature<StatsCommand>()
            .AddFeature<PaymentsCommand>()
            .AddFeature<PaymentDecisions>()
            .AddSingleton<OperatorPaymentCards>()
            .AddFeature<CustomerCommands>()
            .AddFeature<OrderCommands>()
            .AddFeature<DisputesCommand>()
            .AddSingleton<DisputeCards>()
            .AddFeature<MessageCommands>()
            .AddSingleton<CustomerLookup>();
}
