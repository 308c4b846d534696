using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>Where one kind of work that was given up is kept, and how it is tried again.</summary>
public interface IGivenUpWork
{
    DeadLetterKind Kind { get; }

    /// <summary>Makes it due again, with all its tries, in the transaction of the caller.</summary>
    /// <returns><see cref="Error.NotFound"/> where it is no more; <see cref="Error.Invalid"/> where it cannot be tried now.</returns>
    Task<Result<Done>> RetryAsync(StoreDbContext db, long subject, CancellationToken ct);

    /// <summary>Lets go of what was kept for another try alone.</summary>
    Task PutAsideAsync(StoreDbContext db, long subject, CancellationToken ct) => Task.CompletedTask;
}
