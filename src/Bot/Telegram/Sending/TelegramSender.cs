using System.Diagnostics;
using Telegram.Bot;

namespace XthonBot.Bot.Telegram.Sending;

/// <summary>
/// The one door through which everything goes out to Telegram: in order within a chat, side by side between chats,
/// codes first, and never faster than Telegram takes it. The client must not retry by itself.
/// </summary>
internal sealed partial class TelegramSender : IAsyncDisposable
{
    private const int MostTries = 5;

    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromSeconds(1);

    // The message may have arrived, and would stand there once more for every try until the answers are heard again.
    private static readonly TimeSpan PauseAfterSilence = TimeSpan.FromSeconds(5);

    // A timer takes no more than 49 days; waking up too early only means to look at the clock and lie down again.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly ITelegramBotClient client;
    private readonly SenderOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<TelegramSender> log;
    private readonly Lock gate = new();
    private readonly SendQueue queue;
    private readonly long start;
    private readonly ITimer timer;
    private readonly CancellationTokenSource abort = new();
    private readonly CancellationToken aborted;
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan? armedFor;
    private bool stopping;

    public TelegramSender(ITelegramBotClient client, SenderOptions options, TimeProvider time, ILogger<TelegramSender> log)
    {
        (this.client, this.options, this.time, this.log) = (client, options, time, log);
        queue = new SendQueue(options);
        start = time.GetTimestamp();
        // Calls that outlive the shutdown still ask this token, when its source is long disposed.
        aborted = abort.Token;
        timer = time.CreateTimer(_ => WakeUp(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls that wait for their turn; those under way are not among them.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return queue.Waiting;
        }
    }

    private TimeSpan Now => time.GetElapsedTime(start);

    /// <summary>Queues a call for a chat; completes when Telegram answered it for good.</summary>
    /// <param name="chatId">The chat whose order and rate the call keeps to.</param>
    /// <param name="priority">Its place in the queue.</param>
    /// <param name="call">
    /// One request to Telegram. It runs once for each try, so a file's stream has to be opened inside; and since an
    /// answer can be lost, a message may in rare cases arrive twice.
    /// </param>
    /// <param name="ct">Takes the call out of the queue, or breaks it off when it is under way.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled, or the sender shuts down.</exception>
    public async Task<SendOutcome<T>> SendAsync<T>(
        long chatId,
        SendPriority priority,
        Func<ITelegramBotClient, CancellationToken, Task<T>> call,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        var pending = new PendingCall<T>(chatId, priority, call, ct);
        lock (gate)
        {
            if (stopping)
                throw new OperationCanceledException("The sender takes no more calls: it shuts down.");
            queue.Add(pending, Now);
            Pump();
        }

        using var withdrawal = ct.UnsafeRegister(_ => Withdraw(pending), null);
        return await pending.Outcome;
    }

    /// <summary>Takes no more calls, gives those that wait <see cref="SenderOptions.ShutdownGrace"/>, cancels the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (stopping)
                return;
            stopping = true;
            Pump();
        }

        try
        {
            await drained.Task.WaitAsync(options.ShutdownGrace, time);
        }
        catch (TimeoutException)
        {
            // Logged below, with how many they are.
        }

        // From here on a call that comes back is not queued again (see Settle): what is cleared stays cleared.
        await abort.CancelAsync();
        lock (gate)
        {
            if (queue.Waiting + queue.InFlight is > 0 and var left)
                LogLeftBehind(left);
            foreach (var call in queue.Clear(Now).Cast<PendingCall>())
                call.Cancel(aborted);
        }

        await timer.DisposeAsync();
        abort.Dispose();
    }

    private void WakeUp()
    {
        lock (gate)
        {
            armedFor = null;
            Pump();
        }
    }

    private void Withdraw(PendingCall call)
    {
        lock (gate)
        {
            if (!queue.Remove(call, Now))
                return;
            Pump();
        }

        call.Cancel(call.Wanted);
    }

    /// <summary>Starts all that may go now and sets the alarm for the next. Under the lock.</summary>
    private void Pump()
    {
        var now = Now;
        while (queue.Take(now) is { } call)
        {
            // On the pool, because a call that is answered on the spot would pump from within the pump; and without
            // the context of whoever happens to pump, because the call is not theirs.
            ThreadPool.UnsafeQueueUserWorkItem(
                static work => _ = work.Sender.RunAsync(work.Call),
                (Sender: this, Call: (PendingCall)call),
                preferLocal: false
            );
        }

        if (stopping && queue.Waiting + queue.InFlight == 0)
            drained.TrySetResult();

        if (queue.NextWake is { } wake && wake != armedFor)
        {
            armedFor = wake;
            // Timers count whole milliseconds and round down, which would wake up too early, and again, and again.
            var sleep = TimeSpan.FromMilliseconds(Math.Ceiling((wake - now).TotalMilliseconds));
            timer.Change(sleep < LongestSleep ? sleep : LongestSleep, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task RunAsync(PendingCall call)
    {
        CallResult answer;
        using (var timeout = new CancellationTokenSource(options.CallTimeout, time))
        using (var any = CancellationTokenSource.CreateLinkedTokenSource(call.Wanted, aborted, timeout.Token))
            answer = await call.TryAsync(client, any.Token);

        Action tell;
        lock (gate)
        {
            tell = Settle(call, answer);
            Pump();
        }

        tell();
    }

    /// <summary>Ends the call or puts it back into the queue. Under the lock.</summary>
    /// <returns>Whom to tell, the caller or the log: after the lock, when the next call is on its way.</returns>
    private Action Settle(PendingCall call, CallResult answer)
    {
        var now = Now;
        switch (answer)
        {
            case CallResult.Final final:
                queue.Finish(call, now);
                return () =>
                {
                    call.End(final);
                    if (final.Status == SendStatus.Rejected)
                        LogRejected(call.ChatId, final.ErrorCode);
                };

            case CallResult.Broken broken:
                queue.Finish(call, now);
                return () => call.End(broken.Mistake);

            case var _ when call.Wanted.IsCancellationRequested || aborted.IsCancellationRequested:
                queue.Finish(call, now);
                return () => call.Cancel(call.Wanted.IsCancellationRequested ? call.Wanted : aborted);

            case CallResult.TooMany tooMany:
                var everybody = queue.Refused(call, now, tooMany.RetryAfter);
                return () => LogTooMany(call.ChatId, tooMany.RetryAfter.TotalSeconds, everybody);

            case CallResult.Lost lost when call.Tries < MostTries:
                var (tries, pause) = (call.Tries, (lost.MayHaveArrived ? PauseAfterSilence : PauseAfterTrouble) * (1 << (call.Tries - 1)));
                queue.Retry(call, now, pause);
                return () => LogRetry(call.ChatId, tries, lost.Kind, pause.TotalSeconds);

            case CallResult.Lost lost:
                queue.Finish(call, now);
                return () =>
                {
                    call.End(new CallResult.Final(SendStatus.Failed, Reason: lost.Reason));
                    LogGaveUp(call.ChatId, call.Tries, lost.Kind);
                };

            default:
                throw new UnreachableException();
        }
    }
}
