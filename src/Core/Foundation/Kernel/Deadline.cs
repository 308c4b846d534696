namespace XthonBot.Core.Foundation.Kernel;

/// <summary>The time within which something has to be done: its token is cancelled once that is over, or by whoever asked for it.</summary>
public sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource limit;
    private readonly CancellationTokenSource either;

    public Deadline(TimeSpan after, TimeProvider time, CancellationToken ct)
    {
        limit = new CancellationTokenSource(after, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
    }

    public CancellationToken Token => either.Token;

    public void Dispose()
    {
        either.Dispose();
        limit.Dispose();
    }
}
