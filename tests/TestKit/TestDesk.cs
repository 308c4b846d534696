using System.Collections.Concurrent;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.TestKit;

/// <summary>
/// The far end of ways of the kind <see cref="PaymentKind.Generic"/>, in the test's own hands: it remembers what it was asked, and can
/// lose its answers or refuse.
/// </summary>
public sealed class TestDesk : IPaymentProvider
{
    private readonly ConcurrentDictionary<PaymentId, PaymentNews> invoices = new();
    private int made;
    private int refunds;
    private int asked;

    public IReadOnlyCollection<PaymentKind> Kinds { get; } = [PaymentKind.Generic];

    /// <summary>How often an invoice was opened.</summary>
    public int Started => made;

    public int Asked => asked;

    public bool IsAway { get; set; }

    /// <summary>A way that gives no answer, while others do.</summary>
    public string? AwayWay { get; set; }

    /// <summary>Opens what it is asked for, and does not say so.</summary>
    public bool LosesAnswers { get; set; }

    public string? RefusedSetting { get; set; }

    /// <summary>What it says of an invoice's end; null for nothing.</summary>
    public DateTime? ExpiresAt { get; set; }

    public bool RefundsByHand { get; set; }

    /// <summary>How often it was asked to give money back.</summary>
    public int Refunds => refunds;

    /// <summary>A refund waits for it.</summary>
    public Func<Task> BeforeRefund { get; set; } = () => Task.CompletedTask;

    public static (string Key, string Value)[] Settings(string way = "desk") =>
        [
            ($"Payments:Ways:{way}:Kind", "Generic"),
            ($"Payments:Ways:{way}:Url", "http://127.0.0.1:9/"),
            ($"Payments:Ways:{way}:Secret", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
        ];

    /// <summary>What it says of a payment from now on, to whoever asks.</summary>
    public PaymentNews Say(PaymentId id, ProviderState state, string? received = null) =>
        invoices[id] = new PaymentNews(ExternalId(id), id, state, Charge.Read(received, "USD"));

    public static string ExternalId(PaymentId id) => $"ext-{id.Value:N}";

    public async Task<Invoice> StartAsync(PaymentWay way, PaymentToStart payment, CancellationToken ct)
    {
        await AnswerAsync(way);
        invoices[payment.Id] = new PaymentNews(ExternalId(payment.Id), payment.Id, ProviderState.Open);
        Interlocked.Increment(ref made);
        return LosesAnswers
            ? throw new PaymentLostException("start: no answer in time")
            : new Invoice(ExternalId(payment.Id), UrlOf(payment.Id), ExpiresAt);
    }

    public async Task<FoundPayment?> FindAsync(PaymentWay way, PaymentToFind payment, CancellationToken ct)
    {
        Interlocked.Increment(ref asked);
        await AnswerAsync(way);
        return invoices.TryGetValue(payment.Id, out var news) ? new FoundPayment(news, UrlOf(payment.Id)) : null;
    }

    /// <summary>A list that nobody thought of.</summary>
    public Exception? ListFailure { get; set; }

    public Task<IReadOnlyList<PaymentNews>> ListAsync(PaymentWay way, DateTime since, CancellationToken ct) =>
        ListFailure is { } failure && AwayWay == way.Name
            ? throw failure
            : Task.FromResult<IReadOnlyList<PaymentNews>>([.. invoices.Values]);

    public async Task<RefundAnswer> RefundAsync(PaymentWay way, PaymentToRefund payment, CancellationToken ct)
    {
        await AnswerAsync(way);
        Interlocked.Increment(ref refunds);
        await BeforeRefund();
        if (RefundsByHand)
            return RefundAnswer.ByHand;
        Say(payment.Id, ProviderState.Refunded, payment.Received.Text);
        return RefundAnswer.Done;
    }

    public Task CheckAsync(PaymentWay way, CancellationToken ct) => AnswerAsync(way);

    private static string UrlOf(PaymentId id) => $"https://pay.example/{id}";

    private Task AnswerAsync(PaymentWay way) =>
        IsAway || AwayWay == way.Name ? throw new PaymentLostException("no answer in time")
        : RefusedSetting is { } setting ? throw new PaymentRefusedException("401", setting)
        : Task.CompletedTask;
}
