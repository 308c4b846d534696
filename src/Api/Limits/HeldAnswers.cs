using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using XthonBot.Api.Keys;

namespace XthonBot.Api.Limits;

/// <summary>So many answers are held for one key at a time; the next one is refused, and asks again.</summary>
internal sealed class HeldAnswers(IOptions<RateLimitOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<Caller>? places = options.Value.HeldAnswers is > 0 and var most
        ? PartitionedRateLimiter.Create<Caller, long>(caller =>
            RateLimitPartition.GetConcurrencyLimiter(
                caller.Key.Id.Value,
                _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 }
            )
        )
        : null;

    /// <returns>A place, to be given back by disposing it; null where there is none.</returns>
    public IDisposable? Take(Caller caller)
    {
        if (places is null)
            return Unlimited.Place;
        var place = places.AttemptAcquire(caller);
        return place.IsAcquired ? place : null;
    }

    public void Dispose() => places?.Dispose();

    private sealed class Unlimited : IDisposable
    {
        public static readonly Unlimited Place = new();

        public void Dispose() { }
    }
}
