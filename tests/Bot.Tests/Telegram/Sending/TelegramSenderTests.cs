using Telegram.Bot;
using Telegram.Bot.Types;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Telegram.Sending;

public sealed class TelegramSenderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_sent_and_its_id_comes_back()
    {
        await using var rig = await SenderRig.StartAsync();

        var outcome = await rig.SayAsync(7, "Hello");

        Assert.Equal(SendStatus.Sent, outcome.Status);
        Assert.Equal(1, outcome.Value!.Id);
    }

    [Fact]
    public async Task A_chat_gets_a_burst_of_five_and_then_one_message_a_second()
    {
        await using var rig = await SenderRig.StartAsync();
        var sent = Enumerable.Range(0, 7).Select(n => rig.SayAsync(1, $"{n}")).ToList();
        await Task.WhenAll(sent.Take(5));

        rig.Pass(0.999);
        Assert.Equal(2, rig.Sender.Waiting);
        rig.Pass(0.001);
        await sent[5];
        Assert.Equal(1, rig.Sender.Waiting);
        rig.Pass(1);
        await sent[6];
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], rig.Telegram.Seen.Select(call => call.Text));
    }

    [Fact]
    public async Task All_chats_together_get_thirty_messages_a_second()
    {
        await using var rig = await SenderRig.StartAsync();
        var sent = Enumerable.Range(0, 100).Select(chat => rig.SayAsync(chat, "Hi")).ToList();

        foreach (var left in new[] { 70, 40, 10, 0 })
        {
            Assert.Equal(left, rig.Sender.Waiting);
            await Task.WhenAll(sent.Take(100 - left));
            rig.Pass(1.001);
        }

        Assert.Equal(100, rig.Telegram.Seen.Count);
    }

    [Fact]
    public async Task A_code_overtakes_a_hundred_waiting_broadcasts()
    {
        await using var rig = await SenderRig.StartAsync(new() { MessagesPerSecond = 1 });
        var broadcast = Enumerable.Range(0, 101).Select(chat => rig.SayAsync(chat, "News", SendPriority.Bulk)).ToList();
        await broadcast[0];
        var code = rig.SayAsync(50, "54321", SendPriority.Code);
        Assert.Equal(101, rig.Sender.Waiting);

        rig.Pass(1);
        await code;

        Assert.Equal(["News", "54321"], rig.Telegram.Seen.Select(call => call.Text));
    }

    [Fact]
    public async Task Messages_of_a_chat_stay_in_order_while_many_chats_are_served_at_once()
    {
        await using var rig = await SenderRig.StartAsync(SenderRig.NoLimits);

        await Task.WhenAll(Enumerable.Range(0, 600).Select(n => rig.SayAsync(n % 20, $"{n}")));

        Assert.All(
            rig.Telegram.Seen.GroupBy(call => call.ChatId, call => int.Parse(call.Text, null)),
            chat => Assert.Equal(chat.Order(), chat)
        );
    }

    [Fact]
    public async Task A_call_on_its_way_holds_up_its_own_chat_alone_until_it_is_withdrawn()
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(1, TelegramStub.Silence);
        using var withdraw = new CancellationTokenSource();
        var unanswered = rig.SayUnlessAsync(1, "unanswered", SendPriority.Reply, withdraw.Token);
        var behind = rig.SayAsync(1, "behind");
        await rig.Telegram.ArrivalAsync();

        await Task.WhenAll(Enumerable.Range(2, 20).Select(chat => rig.SayAsync(chat, "Hi")));

        Assert.Equal(1, rig.Sender.Waiting);
        await withdraw.CancelAsync();
        await behind;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unanswered);
    }

    [Fact]
    public async Task Without_limits_two_thousand_messages_go_out_while_the_clock_stands_still()
    {
        await using var rig = await SenderRig.StartAsync(SenderRig.NoLimits);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(n => rig.SayAsync(n % 100, "Hi")));

        Assert.All(outcomes, outcome => Assert.Equal(SendStatus.Sent, outcome.Status));
        Assert.Equal(2_000, rig.Telegram.Seen.Count);
    }

    [Fact]
    public async Task Calls_that_are_answered_on_the_spot_do_not_pile_up_on_the_stack()
    {
        await using var rig = await SenderRig.StartAsync(SenderRig.NoLimits);

        var opened = new TaskCompletionSource<int>();
        var first = rig.Sender.SendAsync(1, SendPriority.Bulk, (_, _) => opened.Task, Ct);
        var behind = Enumerable
            .Range(0, 20_000)
            .Select(n => rig.Sender.SendAsync(1, SendPriority.Bulk, (_, _) => Task.FromResult(n), Ct))
            .ToList();

        opened.SetResult(0);

        await first.InTime();
        var outcomes = await Task.WhenAll(behind).InTime();
        Assert.Equal(Enumerable.Range(0, 20_000), outcomes.Select(outcome => outcome.Value));
    }

    [Fact]
    public async Task A_withdrawn_message_is_not_sent_and_those_behind_it_move_up()
    {
        await using var rig = await SenderRig.StartAsync(new() { ChatBurst = 1 });
        using var withdraw = new CancellationTokenSource();
        await rig.SayAsync(1, "first");
        var second = rig.SayUnlessAsync(1, "second", SendPriority.Reply, withdraw.Token);
        var third = rig.SayAsync(1, "third");

        await withdraw.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(1, rig.Sender.Waiting);
        rig.Pass(1);
        await third;
        Assert.Equal(["first", "third"], rig.Telegram.Seen.Select(call => call.Text));
    }

    [Fact]
    public async Task A_mistake_in_the_call_itself_reaches_the_caller_and_frees_the_chat()
    {
        await using var rig = await SenderRig.StartAsync();
        var broken = rig.Sender.SendAsync<Message>(1, SendPriority.Reply, (_, _) => throw new FormatException("Mine"), Ct);

        await Assert.ThrowsAsync<FormatException>(() => broken);
        Assert.Equal(SendStatus.Sent, (await rig.SayAsync(1, "next")).Status);
    }

    [Fact]
    public async Task A_shutdown_sends_what_waits_and_takes_nothing_new()
    {
        await using var rig = await SenderRig.StartAsync(new() { ChatBurst = 1 });
        var sent = Enumerable.Range(0, 3).Select(n => rig.SayAsync(1, $"{n}")).ToList();
        await sent[0];

        var stopped = rig.Sender.DisposeAsync().AsTask();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.SayAsync(2, "too late"));
        rig.Pass(1);
        await sent[1];
        Assert.False(stopped.IsCompleted);
        rig.Pass(1);
        Assert.Equal(SendStatus.Sent, (await sent[2]).Status);
        await stopped;
        Assert.Equal(["0", "1", "2"], rig.Telegram.Seen.Select(call => call.Text));
    }

    [Fact]
    public async Task A_shutdown_is_over_when_the_last_message_that_waits_is_withdrawn()
    {
        await using var rig = await SenderRig.StartAsync(new() { ChatBurst = 1 });
        using var withdraw = new CancellationTokenSource();
        await rig.SayAsync(1, "first");
        var last = rig.SayUnlessAsync(1, "last", SendPriority.Reply, withdraw.Token);
        var stopped = rig.Sender.DisposeAsync().AsTask();

        await withdraw.CancelAsync();

        await stopped.WaitAsync(Patience.Limit, Ct);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last);
    }

    [Fact]
    public async Task A_shutdown_cancels_what_is_left_when_its_grace_is_over()
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(1, TelegramStub.Silence);
        var underWay = rig.SayAsync(1, "never answered");
        var waiting = rig.SayAsync(1, "behind it");
        await rig.Telegram.ArrivalAsync();

        var stopped = rig.Sender.DisposeAsync();
        rig.Pass(5);
        await stopped;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => underWay);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Single(rig.Telegram.Seen);
    }
}
