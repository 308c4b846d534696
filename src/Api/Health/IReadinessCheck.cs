namespace XthonBot.Api.Health;

/// <summary>
/// One thing that must work before this process takes requests; every one that is registered is asked by <c>/health/ready</c>.
/// </summary>
public interface IReadinessCheck
{
    /// <summary>Lower-case, as in <c>database</c>.</summary>
    string Name { get; }

    /// <summary>Asked often: cheap, and done within five seconds. An exception counts as not ready.</summary>
    ValueTask<ReadinessState> CheckAsync(CancellationToken ct);
}

/// <param name="Detail">Public: figures and times, but nothing of the inside.</param>
public sealed record ReadinessState(bool IsReady, string? Detail = null);
