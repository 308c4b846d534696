using System.Collections.Concurrent;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Bot.Chat.Payments;

/// <param name="Nonce">Of the purchase.</param>
internal sealed record Shortage(ServiceId Service, Money Price, string Nonce, DateTime At);

/// <summary>
/// The number that a customer wanted last and could not afford, so that ➕ Top up offers what is missing for it. Known to this process
/// alone, and for an hour: a payment that was begun for it is in the database.
/// </summary>
internal sealed class Shortages(TimeProvider time)
{
    private const int MostKnown = 10_000;
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<CustomerId, Shortage> last = new();

    public void Note(CustomerId customer, ServiceId service, Money price, string nonce)
    {
        if (last.Count >= MostKnown)
            last.Clear();
        last[customer] = new Shortage(service, price, nonce, time.UtcNow());
    }

    /// <returns>Null where there is none, or it was long ago.</returns>
    public Shortage? Of(CustomerId customer) =>
        last.TryGetValue(customer, out var known) && time.UtcNow() - known.At <= Span ? known : null;
}
