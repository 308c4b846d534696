using System.Diagnostics;

namespace XthonBot.Load.Loads;

/// <summary>Loads that wrk has no form for: so many requests and no more, or so many a second.</summary>
internal sealed class HttpLoad : IDisposable
{
    // More than any load here takes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HttpConnection[] connections;

    private HttpLoad(HttpConnection[] connections) => this.connections = connections;

    public static async Task<HttpLoad> OpenAsync(Uri url, int clients) =>
        new(await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => HttpConnection.OpenAsync(url))));

    /// <summary>Sends each request once, every connection one at a time.</summary>
    public async Task<TimeSpan> SendAllAsync(IReadOnlyList<byte[]> requests)
    {
        var next = -1;
        using var patience = new CancellationTokenSource(Patience);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            connections.Select(async connection =>
            {
                while (Interlocked.Increment(ref next) is var mine && mine < requests.Count)
                    await connection.SendAsync(requests[mine], patience.Token);
            })
        );
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>
    /// Sends at a steady rate, over and over, until told to stop. A request's time counts from when it was due,
    /// so that a store which stands still for a second is charged for all who came meanwhile.
    /// </summary>
    public async Task<Paced> PaceAsync(IReadOnlyList<byte[]> requests, double perSecond, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience);
        var began = Stopwatch.GetTimestamp();
        var next = -1L;
        var all = await Task.WhenAll(
            connections.Select(async connection =>
            {
                var times = new List<TimeSpan>();
                while (!stop.IsCancellationRequested)
                {
                    var mine = Interlocked.Increment(ref next);
                    var due = await UntilDueAsync(began, mine / perSecond);
                    await connection.SendAsync(requests[(int)(mine % requests.Count)], patience.Token);
                    times.Add(Stopwatch.GetElapsedTime(began) - due);
                }

                return times;
            })
        );
        return new Paced(
            all.Sum(t => t.Count) / Stopwatch.GetElapsedTime(began).TotalSeconds,
            Percentile([.. all.SelectMany(t => t)], 0.99)
        );
    }

    /// <summary>Sends each request once, at a steady rate.</summary>
    /// <param name="answered">Told the place of each request in the list, as soon as it is answered.</param>
    public async Task PaceOnceAsync(IReadOnlyList<byte[]> requests, double perSecond, Action<int> answered)
    {
        using var patience = new CancellationTokenSource(Patience);
        var began = Stopwatch.GetTimestamp();
        var next = -1;
        await Task.WhenAll(
            connections.Select(async connection =>
            {
                while (Interlocked.Increment(ref next) is var mine && mine < requests.Count)
                {
                    await UntilDueAsync(began, mine / perSecond);
                    await connection.SendAsync(requests[mine], patience.Token);
                    answered(mine);
                }
            })
        );
    }

    public static TimeSpan Percentile(IReadOnlyCollection<TimeSpan> times, double share)
    {
        var sorted = times.Order().ToList();
        return sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Min((int)(sorted.Count * share), sorted.Count - 1)];
    }

    private static async Task<TimeSpan> UntilDueAsync(long began, double seconds)
    {
        var due = TimeSpan.FromSeconds(seconds);
        if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } early)
            await Task.Delay(early, TimeProvider.System, CancellationToken.None);
        return due;
    }

    public void Dispose()
    {
        foreach (var connection in connections)
            connection.Dispose();
    }

    internal sealed record Paced(double PerSecond, TimeSpan P99);
}
