using XthonBot.Bot.Telegram.Sending;

namespace XthonBot.Bot.Tests.Telegram.Sending;

internal sealed class TestCall(long chatId, SendPriority priority = SendPriority.Reply) : QueuedCall(chatId, priority);

/// <summary>Plays a queue through without waiting: time jumps to the moment that the queue names.</summary>
internal sealed class QueueRun(SenderOptions options)
{
    public SendQueue Queue { get; } = new(options);

    public TimeSpan Now { get; set; }

    public TestCall Add(long chatId, SendPriority priority = SendPriority.Reply)
    {
        var call = new TestCall(chatId, priority);
        Queue.Add(call, Now);
        return call;
    }

    /// <summary>Sends what waits, each call answered on the spot.</summary>
    /// <param name="untilIdle">Go on until the queue has nothing left to wake up for; otherwise until nothing waits.</param>
    public List<(TimeSpan At, TestCall Call)> Drain(bool untilIdle = true)
    {
        var sent = new List<(TimeSpan, TestCall)>();
        while (true)
        {
            while (Queue.Take(Now) is TestCall call)
            {
                sent.Add((Now, call));
                Queue.Finish(call, Now);
            }

            if (Queue.NextWake is not { } wake || (Queue.Waiting == 0 && !untilIdle))
                return sent;
            Assert.True(wake > Now, "A queue that wakes up for nothing spins.");
            Now = wake;
        }
    }
}
