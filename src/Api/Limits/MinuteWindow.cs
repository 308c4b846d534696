using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace XthonBot.Api.Limits;

/// <summary>
/// So many requests in a minute. As the framework's fixed window, but it tells what is left and until when, which that one keeps to itself,
/// and it goes by the store's clock.
/// </summary>
internal sealed class MinuteWindow(int limit, TimeProvider time) : RateLimiter
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    /// <summary>Metadata of every lease: how many more requests the window takes, and how long it lasts.</summary>
    public static readonly MetadataName<(int Left, TimeSpan Ends)> Window = MetadataName.Create<(int, TimeSpan)>("WINDOW");

    private readonly Lock gate = new();
    private long began = time.GetTimestamp();
    private int used;

    /// <summary>A limiter whose window is over holds no state: it can be dropped.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (gate)
                return time.GetElapsedTime(began) is var age && age > Length ? age - Length : null;
        }
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (gate)
        {
            var age = time.GetElapsedTime(began);
            if (age >= Length)
                (began, used, age) = (time.GetTimestamp(), 0, TimeSpan.Zero);
            var isAcquired = permitCount <= limit - used;
            if (isAcquired)
                used += permitCount;
            return new Lease(isAcquired, limit - used, Length - age);
        }
    }

    // Requests are never queued.
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        new(AttemptAcquireCore(permitCount));

    private sealed class Lease(bool isAcquired, int left, TimeSpan ends) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => [Window.Name, MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata =
                metadataName == Window.Name ? (left, ends)
                : metadataName == MetadataName.RetryAfter.Name && !isAcquired ? ends
                : null;
            return metadata is not null;
        }
    }
}
