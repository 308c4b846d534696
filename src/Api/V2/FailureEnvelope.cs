using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using XthonBot.Api.Envelopes;

namespace XthonBot.Api.V2;

/// <summary>The shape of every failed answer, as the document says it.</summary>
[Description("A failed answer.")]
internal sealed record FailureEnvelope(
    [property: Description("Always false.")] bool Ok,
    [property: Description("Null, except where a cancel is refused: what the transaction is.")] TransactionState? Data,
    [property: Description("Why it failed.")] string Message);

/// <summary>A change of a transaction is refused, and the answer says what the transaction is.</summary>
internal sealed record Refusal(string Message, TransactionState State) : Failure(StatusCodes.Status409Conflict, Message)
{
    public override byte[] Render() => JsonBody.Bytes(new FailureEnvelope(false, State, Message));
}
