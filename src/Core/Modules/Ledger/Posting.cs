using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Ledger;

public enum PostingKind
{
    Purchase = 1,
    Refund = 2,
    Deposit = 3,
    Adjustment = 4,

    /// <summary>The part of a reversal that the balance did not cover: lent to the customer, who owes it.</summary>
    Debt = 5,

    /// <summary>A debt that was paid from what came in.</summary>
    Repayment = 6,

    /// <summary>A deposit that went back to its payer.</summary>
    Reversal = 7,
}

/// <summary>
/// One movement of money from one account to another: balanced by its shape, never edited.
/// A correction is another posting that names the one it reverses.
/// </summary>
public sealed class Posting
{
    private Posting() { }

    public long Id { get; private set; }

    public PostingKind Kind { get; private set; }

    /// <summary>The account that gives, see <see cref="Account"/>.</summary>
    public string Source { get; private set; } = "";

    /// <summary>The account that receives.</summary>
    public string Destination { get; private set; } = "";

    public long AmountMinor { get; private set; }

    public long? OrderId { get; private set; }

    public long? ReversesId { get; private set; }

    /// <summary>
    /// The payment that it belongs to. Not a foreign key: to add one would write every posting anew on SQLite.
    /// </summary>
    public long? PaymentId { get; private set; }

    /// <summary>The cause from outside (an update, a payment); unique, so that a repeated cause moves money once.</summary>
    public string? Reference { get; private set; }

    public string Actor { get; private set; } = "";

    public string? Reason { get; private set; }

    public DateTime At { get; private set; }

    internal static Posting Transfer(
        PostingKind kind,
        string source,
        string destination,
        Money amount,
        Actor actor,
        string? reason,
        string? reference,
        DateTime now,
        long? payment = null,
        long? reverses = null
    ) =>
        new()
        {
            Kind = kind,
            Source = source,
            Destination = destination,
            AmountMinor = amount.Minor,
            Actor = actor.Name,
            Reason = reason,
            Reference = reference,
            At = now,
            PaymentId = payment,
            ReversesId = reverses,
        };
}
