using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Payments;

internal static class PaymentsModule
{
    public static IServiceCollection AddPaymentScreens(this IServiceCollection services) =>
        services
            .AddFeature<TopUpScreens>()
            .AddFeature<TopUpRequests>()
            .AddFeature<PaymentScreens>()
            .AddSingleton<PaymentWords>()
            .AddSingleton<PaymentCards>()
            .AddSingleton<MissingPurchase>()
            .AddSingleton<Shortages>()
            .AddSingleton<ReceiptScreens>();
}
