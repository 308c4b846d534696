using System.Diagnostics;
using XthonBot.Bot.Telegram.Sending;

namespace XthonBot.Bot.Tests.Telegram.Sending;

public sealed class SendQueueTests
{
    private static readonly SenderOptions NoLimits = new() { MessagesPerSecond = 0, MessagesPerChatPerSecond = 0 };

    [Fact]
    public void A_rested_chat_gets_five_calls_at_once_and_then_one_a_second()
    {
        var run = new QueueRun(new());
        for (var n = 0; n < 8; n++)
            run.Add(chatId: 1);

        Assert.Equal([0, 0, 0, 0, 0, 1, 2, 3], run.Drain().Select(sent => sent.At.TotalSeconds));
    }

    [Fact]
    public void All_chats_together_get_thirty_calls_at_once_and_then_thirty_a_second()
    {
        var run = new QueueRun(new());
        for (var chat = 0; chat < 120; chat++)
            run.Add(chat);

        var sent = run.Drain();

        Assert.Equal(30, sent.Count(one => one.At == TimeSpan.Zero));
        for (var second = 0; second < 3; second++)
            Assert.Equal(30, sent.Count(one => Math.Ceiling(one.At.TotalSeconds - 0.001) == second + 1));
    }

    [Fact]
    public void Without_a_burst_no_second_ever_sees_more_than_thirty_calls()
    {
        var run = new QueueRun(new() { Burst = 1 });
        for (var chat = 0; chat < 120; chat++)
            run.Add(chat);

        var sent = run.Drain();

        Assert.Equal(TimeSpan.Zero, sent[0].At);
        Assert.All(
            sent,
            first => Assert.InRange(sent.Count(one => one.At >= first.At && one.At < first.At + TimeSpan.FromSeconds(1)), 1, 30)
        );
        Assert.InRange(sent[^1].At.TotalSeconds, 3.9, 4.0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_code_overtakes_a_hundred_waiting_broadcasts(bool sameChat)
    {
        var run = new QueueRun(new() { MessagesPerSecond = 1 });
        for (var n = 0; n < 100; n++)
            run.Add(chatId: sameChat ? 1 : n, SendPriority.Bulk);
        var code = run.Add(chatId: 1, SendPriority.Code);

        Assert.Same(code, run.Drain()[0].Call);
    }

    [Fact]
    public void Calls_go_by_priority_and_then_by_age_whatever_their_chat()
    {
        var run = new QueueRun(NoLimits);
        var expected = new List<TestCall>();
        foreach (var priority in Enum.GetValues<SendPriority>().Reverse())
            expected.InsertRange(0, [run.Add(1, priority), run.Add(2, priority), run.Add(1, priority), run.Add(3, priority)]);

        Assert.Equal(expected, run.Drain().Select(sent => sent.Call));
    }

    [Fact]
    public void A_chat_has_one_call_under_way_at_a_time()
    {
        var queue = new SendQueue(NoLimits);
        queue.Add(new TestCall(1), TimeSpan.Zero);
        queue.Add(new TestCall(1), TimeSpan.Zero);
        var first = queue.Take(TimeSpan.Zero)!;

        Assert.Null(queue.Take(TimeSpan.Zero));
        Assert.Null(queue.NextWake);

        queue.Finish(first, TimeSpan.Zero);
        Assert.NotNull(queue.Take(TimeSpan.Zero));
    }

    [Fact]
    public void No_more_than_the_allowed_number_of_calls_are_under_way()
    {
        var queue = new SendQueue(new() { MessagesPerSecond = 0, ConcurrentCalls = 2 });
        for (var chat = 0; chat < 3; chat++)
            queue.Add(new TestCall(chat), TimeSpan.Zero);
        var first = queue.Take(TimeSpan.Zero)!;
        queue.Take(TimeSpan.Zero);

        Assert.Null(queue.Take(TimeSpan.Zero));
        Assert.Null(queue.NextWake);

        queue.Finish(first, TimeSpan.Zero);
        Assert.NotNull(queue.Take(TimeSpan.Zero));
    }

    [Fact]
    public void A_call_taken_out_is_never_sent_and_cannot_be_taken_out_twice()
    {
        var run = new QueueRun(new());
        var stays = run.Add(chatId: 1);
        var goes = run.Add(chatId: 1);

        Assert.True(run.Queue.Remove(goes, run.Now));
        Assert.False(run.Queue.Remove(goes, run.Now));
        Assert.Equal(1, run.Queue.Waiting);
        Assert.Equal([stays], run.Drain().Select(sent => sent.Call));
    }

    [Fact]
    public void A_call_under_way_cannot_be_taken_out()
    {
        var run = new QueueRun(new());
        var call = run.Add(chatId: 1);
        run.Queue.Take(run.Now);

        Assert.False(run.Queue.Remove(call, run.Now));
    }

    [Fact]
    public void An_idle_chat_is_forgotten_once_its_burst_has_grown_back()
    {
        var run = new QueueRun(new());
        run.Add(chatId: 1);
        run.Add(chatId: 1);
        run.Drain(untilIdle: false);
        Assert.Equal(1, run.Queue.Chats);

        run.Drain();

        Assert.Equal(TimeSpan.FromSeconds(2), run.Now);
        Assert.Equal(0, run.Queue.Chats);
        Assert.Null(run.Queue.NextWake);
    }

    [Fact]
    public void A_chat_does_not_get_a_fresh_burst_by_falling_silent_for_a_moment()
    {
        var run = new QueueRun(new());
        for (var n = 0; n < 5; n++)
            run.Add(chatId: 1);
        run.Drain(untilIdle: false);

        run.Add(chatId: 1);

        Assert.Equal(TimeSpan.FromSeconds(1), run.Drain(untilIdle: false).Single().At);
    }

    [Fact]
    public void Clearing_hands_back_everything_that_waited()
    {
        var run = new QueueRun(new());
        TestCall[] calls = [run.Add(1), run.Add(1), run.Add(2)];

        Assert.Equal(calls.ToHashSet<QueuedCall>(), run.Queue.Clear(run.Now).ToHashSet());
        Assert.Equal(0, run.Queue.Waiting);
        Assert.Equal(0, run.Queue.Chats);
    }

    [Fact]
    public void Ten_thousand_waiting_chats_are_scheduled_in_well_under_a_second()
    {
        // The best of three: the first pays for the compiler, any of them for what else runs on the machine.
        var took = Enumerable
            .Range(0, 3)
            .Select(_ =>
            {
                var run = new QueueRun(new());
                var watch = Stopwatch.StartNew();
                for (var chat = 0; chat < 10_000; chat++)
                    run.Add(chat, (SendPriority)(chat % 4));
                var sent = run.Drain();
                watch.Stop();

                Assert.Equal(10_000, sent.Count);
                Assert.Equal((10_000 - 30) / 30.0, sent[^1].At.TotalSeconds, tolerance: 0.01);
                return watch.Elapsed;
            })
            .Min();

        Assert.True(took < TimeSpan.FromSeconds(1), $"It took {took}.");
    }
}
