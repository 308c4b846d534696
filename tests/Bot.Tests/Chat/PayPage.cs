using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>The far end of every way to pay, in the test's hands: a page that answers or does not, and an account without a page.</summary>
internal sealed class PayPage : IPaymentProvider
{
    private readonly ConcurrentDictionary<PaymentId, PaymentToStart> opened = new();

    public IReadOnlyCollection<PaymentKind> Kinds { get; } = Enum.GetValues<PaymentKind>();

    /// <summary>The names of ways that refuse to open anything.</summary>
    public ConcurrentDictionary<string, bool> Down { get; } = new();

    /// <summary>The setting that its ways of the kind Generic are refused for; null while all is well.</summary>
    public string? RefusedSetting { get; set; }

    public int Opened => opened.Count;

    /// <summary>A store with two pages and a transfer by card.</summary>
    public Task<StoreHost> StartAsync(params (string Key, string Value)[] settings) =>
        StoreHost.StartAsync(
            services =>
            {
                services.RemoveAll<IPaymentProvider>();
                services.AddSingleton<IPaymentProvider>(this);
            },
            [
                ("Payments:Ways:page:Kind", "Generic"),
                ("Payments:Ways:page:Url", "http://127.0.0.1:9/"),
                ("Payments:Ways:page:Secret", StoreHost.HookSecret),
                ("Payments:Ways:page:Title:en", "Shop page"),
                ("Payments:Ways:page:Least", "0.50"),
                ("Payments:Ways:page:Most", "100.00"),
                ("Payments:Ways:card:Kind", "Transfer"),
                ("Payments:Ways:card:Least", "5.00"),
                ("Payments:Ways:card:Title:en", "Card"),
                ("Payments:Ways:card:Title:ru", "Карта"),
                ("Payments:Ways:card:Text:en", "Send {amount} to 1234 5678 and write {reference} & nothing else."),
                .. settings,
            ]
        );

    /// <summary>Exactly what was asked for has come.</summary>
    public static async Task PaidAsync(StoreHost store, PaymentId payment, string way = "page") =>
        await store
            .Get<ReportPayments>()
            .TellAsync(way, new PaymentNews($"ext-{payment}", payment, ProviderState.Settled), CancellationToken.None);

    public static async Task<PaymentView> LatestAsync(StoreHost store, Person person) => (await ListAsync(store, person))[0];

    /// <summary>The newest first.</summary>
    public static async Task<IReadOnlyList<PaymentView>> ListAsync(StoreHost store, Person person) =>
        (
            await store
                .Get<ReadPaymentsHandler>()
                .ListAsync(new PaymentFilter((await store.ProfileAsync(person)).Id), null, 50, CancellationToken.None)
        ).Payments;

    public Task<Invoice> StartAsync(PaymentWay way, PaymentToStart payment, CancellationToken ct)
    {
        if (Down.ContainsKey(way.Name))
            throw new PaymentRefusedException("closed");
        opened[payment.Id] = payment;
        return Task.FromResult(
            way.Options.Kind is PaymentKind.Transfer or PaymentKind.Stars
                ? new Invoice(null, null)
                : new Invoice($"ext-{payment.Id}", $"https://pay.example.com/{payment.Id}")
        );
    }

    public Task CheckAsync(PaymentWay way, CancellationToken ct) =>
        way.Options.Kind == PaymentKind.Generic && RefusedSetting is { } setting
            ? throw new PaymentRefusedException("401", setting)
            : Task.CompletedTask;

    public Task<FoundPayment?> FindAsync(PaymentWay way, PaymentToFind payment, CancellationToken ct) =>
        Task.FromResult(
            opened.ContainsKey(payment.Id)
                ? new FoundPayment(new PaymentNews($"ext-{payment.Id}", payment.Id, ProviderState.Open), null)
                : null
        );

    public Task<IReadOnlyList<PaymentNews>> ListAsync(PaymentWay way, DateTime since, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<PaymentNews>>([]);

    public Task<RefundAnswer> RefundAsync(PaymentWay way, PaymentToRefund payment, CancellationToken ct) =>
        Task.FromResult(way.Options.Kind == PaymentKind.Transfer ? RefundAnswer.ByHand : RefundAnswer.Done);
}
