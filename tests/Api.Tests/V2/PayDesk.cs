using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;
using FoundPayment = XthonBot.Core.Modules.Payments.FoundPayment;

namespace XthonBot.Api.Tests.V2;

/// <summary>The far end of ways to pay, by a protocol of its own: a body <c>inv_1:Settled:5.10</c> is signed by a header.</summary>
internal sealed class PayDesk : IPaymentProvider
{
    public const string Signature = "signed";

    public static readonly (string Key, string Value)[] Ways =
    [
        ("Payments:Ways:crypto:Kind", "CryptoPay"),
        ("Payments:Ways:crypto:Token", "t"),
        ("Payments:Ways:crypto:Currency", "USDT"),
        ("Payments:Ways:crypto:Fee", "2"),
        ("Payments:Ways:crypto:Most", "500.00"),
        ("Payments:Ways:crypto:Daily", "600"),
        ("Payments:Ways:bank:Kind", "Transfer"),
        ("Payments:Ways:bank:Title:en", "Bank"),
        ("Payments:Ways:bank:Text:en", "Send {amount} to DE00, reference {reference}"),
    ];

    private readonly ConcurrentQueue<PaymentToStart> started = new();

    public IReadOnlyList<PaymentToStart> Started => [.. started];

    /// <summary>What each start, look and reading does first; may throw.</summary>
    public Action Trouble { get; set; } = () => { };

    public IReadOnlyCollection<PaymentKind> Kinds => Enum.GetValues<PaymentKind>();

    public static async Task<(ApiHost Api, PayDesk Desk)> StartAsync(params (string Key, string Value)[] more)
    {
        var desk = new PayDesk();
        var api = await ApiHost.StartAsync(
            services =>
            {
                services.RemoveAll<IPaymentProvider>();
                services.AddSingleton<IPaymentProvider>(desk);
            },
            [.. Ways, .. more]
        );
        return (api, desk);
    }

    public Task<Invoice> StartAsync(PaymentWay way, PaymentToStart payment, CancellationToken ct)
    {
        Trouble();
        if (way.Options.Kind == PaymentKind.Transfer)
            return Task.FromResult(new Invoice(null, null));
        started.Enqueue(payment);
        return Task.FromResult(new Invoice($"inv_{started.Count}", $"https://desk.example.com/{payment.Id}"));
    }

    public Task<FoundPayment?> FindAsync(PaymentWay way, PaymentToFind payment, CancellationToken ct)
    {
        Trouble();
        return Task.FromResult<FoundPayment?>(
            payment.ExternalId is { } id ? new FoundPayment(new PaymentNews(id, payment.Id, ProviderState.Settled), null) : null
        );
    }

    public Task<IReadOnlyList<PaymentNews>> ListAsync(PaymentWay way, DateTime since, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<PaymentNews>>([]);

    public HookReading Understand(PaymentWay way, HookRequest request)
    {
        if (request.Headers.GetValueOrDefault("X-DESK") != Signature)
            return new HookReading.Forged("no signature");
        return Encoding.UTF8.GetString(request.Body.Span).Split(':') switch
        {
            ["trouble"] => throw new InvalidOperationException("A fault of ours."),
            ["ping"] => new HookReading.Nothing(),
            ["hint", var id] => new HookReading.Hint(id, null),
            [var id, var state, var amount] => new HookReading.Verified([
                new PaymentNews(id, null, Enum.Parse<ProviderState>(state), Charge.Read(amount, "USDT")),
            ]),
            _ => new HookReading.Malformed("no words"),
        };
    }
}
