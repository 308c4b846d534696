using System.Text.Json;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Integrations.Payments.Http;

/// <summary>Reads a provider's list of invoices, whose order is documented nowhere.</summary>
internal static class PaymentPages
{
    /// <summary>So few that a page of long invoices is still read whole.</summary>
    public const int Size = 500;

    private const int Most = 100;

    /// <summary>How far the provider's clock may be from the store's.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    public static DateTime Before(DateTime time, TimeSpan span) => time - DateTime.MinValue > span ? time - span : DateTime.MinValue;

    /// <summary>All invoices from a time on, and maybe older ones.</summary>
    /// <param name="page">Reads the page that begins at an offset.</param>
    /// <param name="idOf">The provider's id of an invoice; those without one are left out.</param>
    /// <exception cref="PaymentLostException">There are more than can be read: whether one is among them is not known.</exception>
    public static async Task<IReadOnlyList<JsonElement>> ReadAsync(
        DateTime since,
        Func<int, Task<IReadOnlyList<JsonElement>>> page,
        Func<JsonElement, string?> idOf,
        Func<JsonElement, DateTime?> madeAt
    )
    {
        // Invoices that are made meanwhile move the others on: one may be read twice.
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var last = DateTime.MaxValue;
        var isNewestFirst = true;
        for (var (pages, offset) = (0, 0); pages < Most; pages++)
        {
            var items = await page(offset);
            var before = found.Count;
            foreach (var item in items)
            {
                if (idOf(item) is { } id)
                    found[id] = item;
                isNewestFirst &= madeAt(item) is { } at && at <= last;
                last = madeAt(item) ?? last;
            }

            // A short page is no sign of the end: the provider may give fewer than were asked for.
            if (found.Count == before || (isNewestFirst && last < Before(since, Skew)))
                return [.. found.Values];
            offset += items.Count;
        }

        throw new PaymentLostException("the list of invoices has no end");
    }
}
