using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Desk;

/// <summary>Trouble arranged for the next webhook.</summary>
/// <param name="What">One of the names below.</param>
/// <param name="Provider">Any where null.</param>
/// <param name="InvoiceId">The desk's id of it; any where null.</param>
/// <param name="DelayMs">With <c>delayed</c>: how long. Those that come after overtake it.</param>
internal sealed record HookTrouble(string What, string? Provider = null, string? InvoiceId = null, int? DelayMs = null)
{
    public const string Lost = "lost";
    public const string Delayed = "delayed";
    public const string Doubled = "doubled";
    public const string Forged = "forged";
    private const int UsualDelayMs = 10_000;

    public TimeSpan Delay => TimeSpan.FromMilliseconds(DelayMs ?? UsualDelayMs);

    public void Check()
    {
        if (What is not (Lost or Delayed or Doubled or Forged))
            throw Refusal.BadRequest("what must be lost, delayed, doubled or forged");
        if (DelayMs is < 0)
            throw Refusal.BadRequest("delay_ms must not be below zero");
    }

    public bool Meets(DeskHook hook) =>
        (Provider is null || Provider == hook.Provider) && (InvoiceId is null || InvoiceId == hook.InvoiceId);
}
