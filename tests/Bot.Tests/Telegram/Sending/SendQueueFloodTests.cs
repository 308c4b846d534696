using CsCheck;
using XthonBot.Bot.Telegram.Sending;

namespace XthonBot.Bot.Tests.Telegram.Sending;

public sealed class SendQueueFloodTests
{
    private static readonly SenderOptions NoLimits = new() { MessagesPerSecond = 0, MessagesPerChatPerSecond = 0 };
    private static readonly TimeSpan SevenSeconds = TimeSpan.FromSeconds(7);

    [Fact]
    public void A_refused_call_goes_first_in_its_chat_when_the_pause_is_over_and_not_before()
    {
        var run = new QueueRun(new() { MessagesPerChatPerSecond = 0.1, ChatBurst = 1 });
        var refused = run.Add(chatId: 1);
        run.Add(chatId: 1);
        run.Queue.Take(run.Now);
        run.Queue.Refused(refused, run.Now, SevenSeconds);

        var sent = run.Drain();

        Assert.Equal((SevenSeconds, refused), sent[0]);
        Assert.Equal(2, sent.Count);
    }

    [Fact]
    public void A_code_that_comes_during_the_pause_goes_before_the_refused_call()
    {
        var run = new QueueRun(new());
        var refused = run.Add(chatId: 1);
        run.Queue.Take(run.Now);
        run.Queue.Refused(refused, run.Now, SevenSeconds);
        var code = run.Add(chatId: 1, SendPriority.Code);

        Assert.Equal([(SevenSeconds, code), (SevenSeconds, refused)], run.Drain());
    }

    [Fact]
    public void Other_chats_go_on_while_one_pauses()
    {
        var run = new QueueRun(new());
        var refused = run.Add(chatId: 1);
        run.Queue.Take(run.Now);
        run.Queue.Refused(refused, run.Now, SevenSeconds);
        var other = run.Add(chatId: 2);

        Assert.Equal((TimeSpan.Zero, other), run.Drain()[0]);
    }

    [Theory]
    [InlineData(2, 0.0, false)]
    [InlineData(3, 0.5, true)]
    [InlineData(3, 0.6, false)]
    public void Everybody_pauses_when_three_chats_are_refused_within_a_second(int chats, double secondsBetween, bool everybody)
    {
        var run = new QueueRun(NoLimits);
        var paused = false;
        for (var chat = 1; chat <= chats; chat++)
        {
            var call = run.Add(chat);
            Assert.Same(call, run.Queue.Take(run.Now));
            paused = run.Queue.Refused(call, run.Now, SevenSeconds);
            if (chat < chats)
                run.Now += TimeSpan.FromSeconds(secondsBetween);
        }

        Assert.Equal(everybody, paused);
        var other = run.Add(chatId: 99, SendPriority.Code);
        Assert.Equal((everybody ? SevenSeconds : run.Now, other), run.Drain()[0]);
    }

    [Fact]
    public void One_chat_refused_again_and_again_is_still_one_chat()
    {
        var run = new QueueRun(NoLimits);
        var call = run.Add(chatId: 1);
        for (var n = 0; n < 5; n++)
        {
            run.Queue.Take(run.Now);
            Assert.False(run.Queue.Refused(call, run.Now, TimeSpan.Zero));
        }
    }

    [Fact]
    public void A_call_without_an_answer_goes_first_in_its_chat_after_its_pause()
    {
        var run = new QueueRun(new());
        var lost = run.Add(chatId: 1);
        var next = run.Add(chatId: 1);
        run.Queue.Take(run.Now);
        run.Queue.Retry(lost, run.Now, SevenSeconds);

        Assert.Equal([(SevenSeconds, lost), (SevenSeconds, next)], run.Drain());
    }

    /// <summary>Any mix of chats, priorities and misfortunes: nothing is lost, doubled, out of order, or too fast.</summary>
    [Fact]
    public void Whatever_happens_every_call_ends_once_and_in_order() =>
        Gen.Select(Gen.Select(Gen.Long[1, 5], Gen.Enum<SendPriority>(), Gen.Int[0, 400]).Array[1, 60], Gen.Int[0, 9].Array[200])
            .Sample(
                (arrivals, fates) =>
                {
                    var run = new QueueRun(new() { MessagesPerSecond = 10, ConcurrentCalls = 3 });
                    var coming = new Queue<(long Chat, SendPriority Priority, int GapMs)>(arrivals);
                    var underWay = new List<TestCall>();
                    var ended = new List<TestCall>();
                    for (var step = 0; ended.Count < arrivals.Length; step++)
                    {
                        Assert.True(step < 10_000, "The queue has stalled.");
                        if (coming.TryDequeue(out var arrival))
                        {
                            run.Now += TimeSpan.FromMilliseconds(arrival.GapMs);
                            run.Add(arrival.Chat, arrival.Priority);
                        }
                        else if (underWay.Count == 0 && run.Queue.NextWake is { } wake && wake > run.Now)
                        {
                            run.Now = wake;
                        }

                        while (run.Queue.Take(run.Now) is TestCall call)
                        {
                            Assert.DoesNotContain(underWay, other => other.ChatId == call.ChatId);
                            underWay.Add(call);
                        }

                        Assert.True(underWay.Count <= 3);
                        if (underWay.Count == 0)
                            continue;
                        var landing = underWay[step % underWay.Count];
                        underWay.Remove(landing);
                        switch (step < fates.Length ? fates[step] : 9)
                        {
                            case 0:
                                run.Queue.Refused(landing, run.Now, TimeSpan.FromSeconds(1));
                                break;
                            case 1:
                                run.Queue.Retry(landing, run.Now, TimeSpan.FromSeconds(2));
                                break;
                            default:
                                run.Queue.Finish(landing, run.Now);
                                ended.Add(landing);
                                break;
                        }
                    }

                    Assert.Equal(arrivals.Length, ended.Distinct().Count());
                    Assert.All(
                        ended.GroupBy(call => (call.ChatId, call.Priority)),
                        line => Assert.Equal(line.Select(call => call.Number).Order(), line.Select(call => call.Number))
                    );
                    run.Drain();
                    Assert.Equal(0, run.Queue.Chats);
                }
            );
}
