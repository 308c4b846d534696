using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments.BtcPay;

/// <summary>The provider, and a server that it asks over loopback.</summary>
public sealed class BtcPayRig : IAsyncDisposable
{
    public const string Secret = "hook-secret-of-the-store";
    public static readonly DateTime Now = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000).UtcDateTime;
    private readonly ServiceProvider services;

    private BtcPayRig(BtcPayServer server, ServiceProvider services) => (Server, this.services) = (server, services);

    public static PaymentId Id { get; } = new(Guid.Parse("0198c0de-0000-7000-8000-00000000aaaa"));

    public BtcPayServer Server { get; }

    public FakeTimeProvider Clock => (FakeTimeProvider)services.GetRequiredService<TimeProvider>();

    public IPaymentProvider Provider => services.GetServices<IPaymentProvider>().Single(p => p.Kinds.Contains(PaymentKind.BtcPay));

    public PaymentWay Way => WayOf(Server.Url);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<BtcPayRig> StartAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        services.AddPaymentProviders();
        return new BtcPayRig(await BtcPayServer.StartAsync(), services.BuildServiceProvider());
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Server.DisposeAsync();
    }

    public static PaymentWay WayOf(string url, Action<PaymentWayOptions>? change = null)
    {
        var options = new PaymentWayOptions
        {
            Kind = PaymentKind.BtcPay,
            Url = url + "/",
            ApiKey = BtcPayServer.Key,
            StoreId = BtcPayServer.Store,
            Secret = Secret,
            Timeout = Patience.Limit,
        };
        change?.Invoke(options);
        return new PaymentWay("btcpay", options);
    }

    public static Charge Dollars(string text) => Charge.Read(text, "USD")!;

    public Task<Invoice> StartPaymentAsync(PaymentWay? way = null, string? returnUrl = null, string currency = "USD") =>
        Provider.StartAsync(
            way ?? Way,
            new PaymentToStart(
                Id,
                Charge.Read("5.00", currency)!,
                "Top-up «5.00»",
                "5.00 for you",
                77,
                "ru",
                InChat: true,
                Now.AddMinutes(59.5),
                "https://store.example/hooks/pay/btcpay",
                returnUrl
            ),
            Ct
        );

    public Task<FoundPayment?> FindAsync(string? externalId = null, PaymentWay? way = null) =>
        Provider.FindAsync(way ?? Way, new PaymentToFind(Id, externalId, Dollars("5.00"), Now), Ct);
}
