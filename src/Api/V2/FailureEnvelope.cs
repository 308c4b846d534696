using System.ComponentModel;

namespace XthonBot.Api.V2;

/// <summary>The shape of every failed answer, as the document says it.</summary>
[Description("A failed answer.")]
internal sealed record FailureEnvelope(
    [property: Description("Always false.")] bool Ok,
    [property: Description("Null, except where a cancel is refused: what the transaction is.")] TransactionState? Data,
    [property: Description("Why it failed.")] string Message
);
