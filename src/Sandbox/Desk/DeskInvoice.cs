namespace XthonBot.Sandbox.Desk;

internal enum DeskState
{
    /// <summary>Waits for the payer; a part may have come.</summary>
    Open,
    Paid,
    Expired,
    Deleted,
    Refunded,
    ChargedBack,
}

/// <summary>An invoice at any provider. A change makes another record, so a reader needs no lock.</summary>
internal sealed record DeskInvoice
{
    /// <summary>Names it among the invoices of all providers, and never another one after a restart.</summary>
    public string Id => $"{Provider}-{ExternalId}";

    public required string Provider { get; init; }

    /// <summary>The provider's own id of it.</summary>
    public required string ExternalId { get; init; }

    /// <summary>The store's id of it: a payload or an order id.</summary>
    public string Reference { get; init; } = "";

    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public required decimal Asked { get; init; }
    public required string Currency { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The address that its payer opens; null where the invoice is a message.</summary>
    public string? Url { get; init; }

    /// <summary>The chat that the invoice is a message of.</summary>
    public long? ChatId { get; init; }

    public DeskState State { get; init; }
    public IReadOnlyList<DeskPayment> Payments { get; init; } = [];
    public IReadOnlyList<DeskEvent> Events { get; init; } = [];

    /// <summary>The provider's further words about it.</summary>
    public object? Terms { get; init; }

    public decimal Received => Payments.Where(payment => !payment.IsReturned).Sum(payment => payment.Amount);

    public decimal Due => Math.Max(Asked - Received, 0);

    public DeskInvoice With(DeskPayment payment) => this with { Payments = [.. Payments, payment] };

    /// <summary>The same with all payments given back.</summary>
    public DeskInvoice Returned(DeskState state) =>
        this with
        {
            State = state,
            Payments = [.. Payments.Select(payment => payment with { IsReturned = true })],
        };
}

/// <param name="Id">The provider's id of the payment.</param>
/// <param name="Payer">The Telegram user id, where the provider knows it.</param>
internal sealed record DeskPayment(string Id, decimal Amount, DateTimeOffset At, bool IsLate = false, long? Payer = null)
{
    public bool IsReturned { get; init; }
}

/// <summary>A line of an invoice's history, for the page and for whoever reads a failed test.</summary>
internal sealed record DeskEvent(DateTimeOffset At, string What);
