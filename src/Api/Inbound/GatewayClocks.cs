using System.Collections.Concurrent;

namespace XthonBot.Api.Inbound;

/// <summary>
/// Judges gateways' clocks by the times that they sign. A request takes its time, so one alone proves only that a clock is ahead; one
/// that is behind is so in each.
/// </summary>
internal sealed class GatewayClocks
{
    private const int Needed = 3;
    private const int Kept = 8;
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    // The times are whole seconds, and a request takes a moment.
    private static readonly TimeSpan Exact = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Queue<(DateTime At, TimeSpan Behind)>> seen = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="behind">How long before <paramref name="now"/> it signed a request, by its clock; below zero for later.</param>
    /// <returns>The time by which the gateway's clock is behind, as far as it is certain; below zero where it is ahead.</returns>
    public TimeSpan Note(string source, TimeSpan behind, DateTime now)
    {
        var times = seen.GetOrAdd(source, _ => new Queue<(DateTime, TimeSpan)>());
        lock (times)
        {
            times.Enqueue((now, behind));
            while (times.Count > Kept || times.Peek() is var oldest && (now - oldest.At).Duration() > KeptFor)
                times.Dequeue();
            var least = times.Min(t => t.Behind);
            return least < -Exact || (least > Exact && times.Count >= Needed) ? least : TimeSpan.Zero;
        }
    }
}
