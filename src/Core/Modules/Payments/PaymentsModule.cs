using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Modules.Payments;

internal static class PaymentsModule
{
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSettings<PaymentsOptions, PaymentsOptionsCheck>(configuration, "Payments")
            .AddSingleton<IPaymentProvider, TransferProvider>()
            .AddSingleton<PaymentProviders>()
            .AddSingleton<ListWaysHandler>()
            .AddSingleton<StartPaymentHandler>()
            .AddSingleton<ReportPayments>()
            .AddSingleton<ReceiveHookHandler>()
            .AddSingleton<WatchPaymentsHandler>()
            .AddSingleton<ComparePaymentsHandler>()
            .AddSingleton<JudgePaymentHandler>()
            .AddSingleton<RefundPaymentHandler>()
            .AddSingleton<SubmitReceiptHandler>()
            .AddSingleton<ReadPaymentsHandler>()
            .AddSingleton<LockPaymentHandler>()
            .AddReaction<ContinuePurchases>();
}
