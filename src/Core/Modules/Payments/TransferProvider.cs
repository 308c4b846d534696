namespace XthonBot.Core.Modules.Payments;

/// <summary>The far end of transfers by hand: nobody is asked, an operator looks.</summary>
internal sealed class TransferProvider : IPaymentProvider
{
    public IReadOnlyCollection<PaymentKind> Kinds { get; } = [PaymentKind.Transfer];

    public Task<Invoice> StartAsync(PaymentWay way, PaymentToStart payment, CancellationToken ct) =>
        Task.FromResult(new Invoice(null, null));

    public Task<FoundPayment?> FindAsync(PaymentWay way, PaymentToFind payment, CancellationToken ct) =>
        Task.FromResult<FoundPayment?>(null);

    public Task<IReadOnlyList<PaymentNews>> ListAsync(PaymentWay way, DateTime since, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<PaymentNews>>([]);
}
