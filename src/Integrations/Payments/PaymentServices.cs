using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.BtcPay;
using XthonBot.Integrations.Payments.CryptoPay;
using XthonBot.Integrations.Payments.Generic;
using XthonBot.Integrations.Payments.Heleket;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Payments.XRocket;

namespace XthonBot.Integrations.Payments;

/// <summary>The far ends of the ways to pay.</summary>
public static class PaymentServices
{
    /// <summary>Adds every <see cref="IPaymentProvider"/> that is asked over HTTP.</summary>
    public static IServiceCollection AddPaymentProviders(this IServiceCollection services) =>
        PaymentHttp
            .Add(services)
            .AddSingleton<IPaymentProvider, CryptoPayProvider>()
            .AddSingleton<IPaymentProvider, XRocketProvider>()
            .AddSingleton<IPaymentProvider, BtcPayProvider>()
            .AddSingleton<IPaymentProvider, HeleketProvider>()
            .AddSingleton<IPaymentProvider, GenericProvider>();
}
