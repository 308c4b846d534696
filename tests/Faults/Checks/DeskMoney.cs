using XthonBot.TestKit;

namespace XthonBot.Faults.Checks;

/// <summary>Money that came to the cash desk under one id of a provider's, as the desk itself has it.</summary>
/// <param name="ExternalId">Of the invoice; with Stars of the charge.</param>
/// <param name="Reference">The store's id that the invoice carries.</param>
/// <param name="Received">All that ever came, in the invoice's own money.</param>
/// <param name="IsReturned">Whether the payer has it back.</param>
internal sealed record DeskMoney(string Way, string ExternalId, string Reference, decimal Asked, decimal Received, bool IsReturned)
{
    private const string Stars = "stars";

    public static IReadOnlyList<DeskMoney> Of(IEnumerable<SandboxInvoice> invoices) => [.. invoices.SelectMany(Of)];

    /// <summary>Its worth in cents at the invoice's own rate, rounded down.</summary>
    /// <param name="amountMinor">The cents for which was asked.</param>
    public long Worth(long amountMinor) => Received == Asked ? amountMinor : (long)Math.Floor(Received * amountMinor / Asked);

    // Each charge of Stars is a payment of its own; with the others it is the invoice, whatever comes for it.
    private static IEnumerable<DeskMoney> Of(SandboxInvoice invoice) =>
        invoice.Provider == Stars
            ? invoice.Payments.Select(p => new DeskMoney(Stars, p.Id, invoice.Reference, invoice.Asked, p.Amount, p.IsReturned))
        : invoice.Payments.Count == 0 ? []
        :
        [
            new DeskMoney(
                invoice.Provider,
                invoice.ExternalId,
                invoice.Reference,
                invoice.Asked,
                invoice.Payments.Sum(p => p.Amount),
                invoice.Payments.All(p => p.IsReturned)
            ),
        ];

    public override string ToString() => $"{Received} of {Asked} by {Way} ({ExternalId}) for {Reference}";
}
