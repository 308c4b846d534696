using System.Diagnostics;

namespace XthonBot.Core.Tests.Messages;

[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class CodeFinderClock
{
    /// <summary>Tests that measure run while no other does.</summary>
    public const string Alone = "measured alone";

    /// <summary>The least of several runs: what is left when the machine's other work is not counted.</summary>
    public static TimeSpan Fastest(Func<string?> find)
    {
        var fastest = TimeSpan.MaxValue;
        for (var run = 0; run < 25; run++)
        {
            var start = Stopwatch.GetTimestamp();
            find();
            var time = Stopwatch.GetElapsedTime(start);
            fastest = time < fastest ? time : fastest;
        }

        return fastest;
    }
}
