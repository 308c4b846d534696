using XthonBot.Sandbox.State;

namespace XthonBot.Sandbox.Control;

internal static class LongPoll
{
    private const double LongestWaitSeconds = 60;

    public static async Task WithinAsync(World world, Task task, double seconds, CancellationToken ct)
    {
        try
        {
            await task.WaitAsync(TimeSpan.FromSeconds(Math.Min(seconds, LongestWaitSeconds)), world.Time, ct);
        }
        catch (TimeoutException)
        {
            // The caller gets the state as it is and asks again.
        }
    }
}
