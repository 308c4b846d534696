namespace XthonBot.Sandbox.Desk;

/// <summary>The names of the acts of payers and providers, as the control API has them.</summary>
internal static class DeskAction
{
    public const string Pay = "pay";
    public const string PayLess = "pay_less";
    public const string PayMore = "pay_more";
    public const string PayLate = "pay_late";
    public const string PayTwice = "pay_twice";
    public const string Expire = "expire";
    public const string Refund = "refund";
    public const string ChargeBack = "charge_back";
}

/// <param name="Amount">In the invoice's money; where it is left out, the act chooses.</param>
/// <param name="PersonId">The payer; where it is left out, the person whose chat the invoice is in.</param>
internal sealed record DeskOrder(decimal? Amount = null, long? PersonId = null);

/// <param name="Error">The word that the payer sees, where nothing was paid.</param>
internal sealed record DeskOutcome(bool Done, string? Error = null)
{
    public static DeskOutcome Fine { get; } = new(true);
}
