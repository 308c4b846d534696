using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments;

/// <summary>The providers as the store has them, of which one is asked; nothing that is logged or thrown may hold its secret.</summary>
internal sealed class PaymentRig : IAsyncDisposable
{
    public static readonly DateTime Start = new(2026, 11, 22, 10, 0, 0, DateTimeKind.Utc);

    private readonly ServiceProvider services;
    private readonly LogBook logs = new();
    private readonly string secret;

    /// <param name="now">By the clock; one day of November without it.</param>
    public PaymentRig(PaymentWayOptions options, DateTimeOffset? now = null)
    {
        Clock = new FakeTimeProvider(now ?? Start);
        Way = new PaymentWay("way", options);
        secret = options.Token + options.Secret;
        services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs))
            .AddSingleton<TimeProvider>(Clock)
            .AddPaymentProviders()
            .BuildServiceProvider();
        Provider = services.GetServices<IPaymentProvider>().Single(provider => provider.Kinds.Contains(options.Kind));
    }

    public PaymentWay Way { get; }

    public IPaymentProvider Provider { get; }

    public FakeTimeProvider Clock { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public PaymentId NewId() => new(Guid.CreateVersion7(Clock.GetUtcNow()));

    public PaymentToStart Payment(string amount = "10.00", PaymentId? id = null, string? returnUrl = null) =>
        new(
            id ?? NewId(),
            Way.Options.ChargeOf(Money.Parse(amount).Value),
            "Balance",
            "Top-up of 10.00",
            4242,
            "en",
            InChat: true,
            Clock.GetUtcNow().UtcDateTime.AddHours(1),
            "https://store.example/hooks/pay/way",
            returnUrl
        );

    public Task<Invoice> StartAsync(PaymentToStart payment) => QuietlyAsync(Provider.StartAsync(Way, payment, Ct));

    public Task<FoundPayment?> FindAsync(PaymentToStart payment, string? externalId = null) =>
        QuietlyAsync(Provider.FindAsync(Way, new PaymentToFind(payment.Id, externalId, payment.Charge, Clock.GetUtcNow().UtcDateTime), Ct));

    public Task<IReadOnlyList<PaymentNews>> ListAsync(DateTime since) => QuietlyAsync(Provider.ListAsync(Way, since, Ct));

    public Task<RefundAnswer> RefundAsync(PaymentToStart payment, string externalId) =>
        QuietlyAsync(Provider.RefundAsync(Way, new PaymentToRefund(payment.Id, externalId, null, payment.Charge), Ct));

    public Task CheckAsync() => QuietlyAsync(CheckedAsync());

    public HookReading Understand(byte[] body, params (string Name, string Value)[] headers) =>
        Provider.Understand(Way, new HookRequest(headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase), body));

    /// <summary>Each of the calls that a provider can get.</summary>
    public IReadOnlyList<Func<Task>> Calls(PaymentToStart payment) =>
        [() => StartAsync(payment), () => FindAsync(payment), () => FindAsync(payment, "1"), () => ListAsync(Start), CheckAsync];

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Assert.DoesNotContain(logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    private async Task<bool> CheckedAsync()
    {
        await Provider.CheckAsync(Way, Ct);
        return true;
    }

    private async Task<T> QuietlyAsync<T>(Task<T> asking)
    {
        try
        {
            return await asking;
        }
        catch (Exception e)
        {
            Assert.DoesNotContain(secret, $"{e}", StringComparison.Ordinal);
            throw;
        }
    }
}
