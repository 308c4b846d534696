using System.Linq.Expressions;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Payments;

/// <summary>A payment as people and scripts see it.</summary>
/// <param name="Amount">The amount that was wanted on the balance.</param>
/// <param name="Charge">The sum that is asked for it, and its currency.</param>
/// <param name="Credited">All that was credited, reversals not taken off.</param>
/// <param name="Received">All that came, as the provider writes it, with its currency; null while nothing did.</param>
/// <param name="Url">The address that the payer opens; null where there is nothing to open.</param>
public sealed record PaymentView(
    PaymentId Id,
    CustomerId Customer,
    string Way,
    PaymentKind Kind,
    PaymentState State,
    OrderChannel Channel,
    Money Amount,
    string ChargeText,
    string ChargeCurrency,
    Money Credited,
    Money Reversed,
    string? Received,
    string? ExternalId,
    string? Url,
    string? Remark,
    WaitingPurchase Waiting,
    ServiceId? WaitingService,
    DateTime CreatedAt,
    DateTime ExpiresAt,
    DateTime? PaidAt,
    int Receipts
)
{
    /// <summary>A few letters and digits by which an operator finds a transfer.</summary>
    public string Reference => PaymentReference.Of(Id);

    internal static Expression<Func<Payment, PaymentView>> Projection(StoreDbContext db) =>
        p => new PaymentView(
            new PaymentId(p.PublicId),
            new CustomerId(p.CustomerId),
            p.Way,
            p.Kind,
            p.State,
            p.Channel,
            new Money(p.AmountMinor),
            p.ChargeText,
            p.ChargeCurrency,
            new Money(p.CreditedMinor),
            new Money(p.ReversedMinor),
            p.ReceivedText == null ? null : p.ReceivedText + " " + p.ReceivedCurrency,
            p.ExternalId,
            p.Url,
            p.Remark,
            p.Waiting,
            p.WaitingService == null ? null : new ServiceId(p.WaitingService.Value),
            p.CreatedAt,
            p.ExpiresAt,
            p.PaidAt,
            db.Set<PaymentReceipt>().Count(r => r.PaymentId == p.Id)
        );
}

/// <summary>The short name of a payment that a payer writes into a transfer.</summary>
public static class PaymentReference
{
    // Without letters and digits that are taken for each other.
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Length = 7;

    /// <summary>Whether a text can be one.</summary>
    public static bool IsOne(string text) => text.Length == Length && text.All(c => Alphabet.Contains(char.ToUpperInvariant(c)));

    public static string Of(PaymentId id)
    {
        // The end of a UUID of version 7 is random; its beginning is the time.
        var bytes = id.Value.ToByteArray(bigEndian: true);
        var bits =
            (ulong)bytes[15] | ((ulong)bytes[14] << 8) | ((ulong)bytes[13] << 16) | ((ulong)bytes[12] << 24) | ((ulong)bytes[11] << 32);
        Span<char> text = stackalloc char[Length];
        for (var i = 0; i < Length; i++, bits >>= 5)
            text[i] = Alphabet[(int)(bits & 31)];
        return text.ToString();
    }
}
