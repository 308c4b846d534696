namespace XthonBot.Sandbox.Desk;

/// <summary>News for the store.</summary>
/// <param name="What">The name of the event.</param>
/// <param name="Target">The address as of an attempt: the store may have moved since the last. Null where it has named none.</param>
/// <param name="Write">The request, anew for each attempt.</param>
internal sealed record DeskHook(
    string Provider,
    string InvoiceId,
    string What,
    Func<Uri?> Target,
    HookRetry Retry,
    Func<HookAttempt, HookPost> Write
)
{
    /// <summary>News of one line come in order.</summary>
    public string Line { get; init; } = Provider;

    /// <summary>Told when the last attempt failed.</summary>
    public Action? GaveUp { get; init; }
}

/// <param name="Number">From one.</param>
/// <param name="Key">The key to sign with, made from the true one.</param>
internal sealed record HookAttempt(int Number, Func<string, string> Key);

internal sealed record HookPost(byte[] Body, params (string Name, string Value)[] Headers);

/// <summary>How a provider tries again.</summary>
/// <param name="Waits">Before the second attempt and each that follows.</param>
/// <param name="Again">Whether it tries again after this status; null is no answer.</param>
/// <param name="HoldsLine">Whether the provider's later news wait for it.</param>
internal sealed record HookRetry(IReadOnlyList<TimeSpan> Waits, Func<int?, bool> Again, bool HoldsLine);
