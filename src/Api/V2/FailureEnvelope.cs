using System.ComponentModel;
using XthonBot.Api.Docs;

namespace XthonBot.Api.V2;

/// <summary>The shape of every failed answer, as the document says it.</summary>
[Description("A failed answer.")]
internal sealed record FailureEnvelope(
    [property: Description("Always false.")] bool Ok,
    [property: Description("Null, except where a cancel is refused: what the transaction is.")] TransactionState? Data,
    [property: Description("Why it failed.")] string Message
);

/// <summary>The shape of a failed answer where money is missing.</summary>
[Description("A failed answer: money is missing.")]
internal sealed record FundsEnvelope(
    [property: Description("Always false.")] bool Ok,
    [property: Description("Null where not the balance, but the key's daily limit is too low.")] FundsData? Data,
    [property: Description("Why it failed.")] string Message
);

/// <summary>The money that a purchase is short of.</summary>
internal sealed record FundsData(
    [property: Amount("0.70"), Description("What has to be paid in to buy.")] string Missing,
    [property: Amount("0.50"), Description("Your balance.")] string Balance,
    [property: Amount, Description("The price.")] string Price
);
