using System.Net;

namespace XthonBot.Api.Keys;

/// <summary>
/// Slows down guesses of keys: after some wrong keys in a row from an address, no unknown key from there is looked up for a while, and for
/// twice as long after each further one. The same wrong key again is no guess, but a script whose key was revoked. It costs nothing while
/// there were no guesses for some minutes.
/// </summary>
internal sealed class FailedKeyThrottle(TimeProvider time)
{
    /// <summary>So many wrong keys in a row may be a mistake; after them, each further one leads to a pause.</summary>
    public const int Free = 5;

    private const int MostAddresses = 10_000;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Row> rows = new(StringComparer.Ordinal);
    private long lastNote;
    private volatile bool isQuiet = true;

    /// <summary>How many addresses are remembered.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return rows.Count;
        }
    }

    /// <summary>How long no unknown key from this address is looked up; null where keys are looked up.</summary>
    public TimeSpan? PauseOf(IPAddress? address)
    {
        if (isQuiet)
            return null;
        lock (gate)
        {
            if (time.GetElapsedTime(lastNote) > Memory)
            {
                rows.Clear();
                isQuiet = true;
            }

            return
                rows.TryGetValue(ClientAddress.Of(address), out var row)
                && row.Pause - time.GetElapsedTime(row.Since) is { Ticks: > 0 } left
                ? left
                : null;
        }
    }

    /// <summary>A wrong key came from this address.</summary>
    public void Note(IPAddress? address, string key)
    {
        var guess = key.GetHashCode(StringComparison.Ordinal);
        lock (gate)
        {
            var who = ClientAddress.Of(address);
            var count = rows.TryGetValue(who, out var before) && !IsForgotten(before) ? before.Count + 1 : 1;
            if (count > 1 && before.Guess == guess)
                return;
            if (count == 1 && rows.Count >= MostAddresses)
                MakeRoom();
            lastNote = time.GetTimestamp();
            rows[who] = new Row(count, guess, PauseAfter(count), lastNote);
            isQuiet = false;
        }
    }

    /// <summary>A good key came from this address: the next wrong one is the first again.</summary>
    public void Forgive(IPAddress? address)
    {
        if (isQuiet)
            return;
        lock (gate)
        {
            rows.Remove(ClientAddress.Of(address));
            isQuiet = rows.Count == 0;
        }
    }

    private static TimeSpan PauseAfter(int count)
    {
        if (count < Free)
            return TimeSpan.Zero;
        var doubled = FirstPause * Math.Pow(2, Math.Min(count - Free, 10));
        return doubled < LongestPause ? doubled : LongestPause;
    }

    private bool IsForgotten(Row row) => time.GetElapsedTime(row.Since) > Memory;

    // An attacker with that many addresses is not slowed down by theirs.
    private void MakeRoom()
    {
        foreach (var (who, row) in rows)
        {
            if (IsForgotten(row))
                rows.Remove(who);
        }

        if (rows.Count >= MostAddresses)
            rows.Clear();
    }

    /// <param name="Guess">The hash of the last wrong one.</param>
    /// <param name="Since">When it came; the pause begins there.</param>
    private readonly record struct Row(int Count, int Guess, TimeSpan Pause, long Since);
}
