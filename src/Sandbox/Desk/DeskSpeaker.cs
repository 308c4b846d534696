namespace XthonBot.Sandbox.Desk;

/// <summary>Speaks for one provider: knows the acts that its protocol has, and tells the store in its words.</summary>
internal abstract class DeskSpeaker
{
    public abstract string Provider { get; }

    /// <summary>The acts that are possible with an invoice now, by the names of <see cref="DeskAction"/>.</summary>
    public abstract IReadOnlyList<string> Actions(DeskInvoice invoice);

    /// <exception cref="Wire.Refusal">The act is not possible now.</exception>
    public abstract Task<DeskOutcome> ActAsync(DeskInvoice invoice, string action, DeskOrder order);

    /// <summary>The time of the invoice is up. Called under the lock of the book.</summary>
    public virtual void OnExpired(DeskInvoice invoice) { }
}
