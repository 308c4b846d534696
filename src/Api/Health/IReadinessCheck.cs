namespace XthonBot.Api.Health;

/// <summary>
/// A condition for this process to take requests; <c>/health/ready</c> runs every registered check.
/// </summary>
public interface IReadinessCheck
{
    /// <summary>Lower-case, as in <c>database</c>.</summary>
    string Name { get; }

    /// <summary>The check runs often: it has to be cheap and end within five seconds. An exception counts as not ready.</summary>
    ValueTask<ReadinessState> CheckAsync(CancellationToken ct);
}

/// <param name="Detail">Public: figures and times, but nothing of the inside.</param>
public sealed record ReadinessState(bool IsReady, string? Detail = null);
