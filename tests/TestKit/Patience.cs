using System.Runtime.CompilerServices;

namespace XthonBot.TestKit;

/// <summary>How tests wait, by the machine's clock, for what has to come.</summary>
public static class Patience
{
    /// <summary>
    /// For whatever is not about speed. Only a test that fails ever waits so long, and the machines of CI stall for many seconds.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks again and again until what it sees fits.</summary>
    /// <exception cref="TimeoutException">It never did; the message says what was looked for, and what was seen last.</exception>
    public static async Task UntilAsync<T>(
        Func<Task<T>> look,
        Func<T, bool> fits,
        [CallerArgumentExpression(nameof(look))] string looked = "",
        [CallerArgumentExpression(nameof(fits))] string wanted = ""
    )
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var seen = await look(); !fits(seen); seen = await look())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Limit)
                throw new TimeoutException(
                    $"Within {Limit.TotalSeconds:0} s it never came to {wanted} of {looked}; in the end it was: {seen}"
                );
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <inheritdoc cref="UntilAsync{T}(Func{Task{T}}, Func{T, bool}, string, string)"/>
    public static Task UntilAsync<T>(
        Func<T> look,
        Func<T, bool> fits,
        [CallerArgumentExpression(nameof(look))] string looked = "",
        [CallerArgumentExpression(nameof(fits))] string wanted = ""
    ) => UntilAsync(() => Task.FromResult(look()), fits, looked, wanted);
}
