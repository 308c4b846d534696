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

    private readonly ITelegramBotClient _client;
    private readonly SenderOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<TelegramSender> _log;
    private readonly Lock _gate = new();
    private readonly SendQueue _queue;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationToken _aborted;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan? _armedFor;
    private bool _stopping;

    public TelegramSender(ITelegramBotClient client, SenderOptions options, TimeProvider time, ILogger<TelegramSender> log)
    {
        (_client, _options, _time, _log) = (client, options, time, log);
        _queue = new SendQueue(options);
        _start = time.GetTimestamp();
        // Calls that outlive the shutdown still ask this token, when its source is long disposed.
        _aborted = _abort.Token;
        _timer = time.CreateTimer(_ => WakeUp(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls that wait for their turn; those under way are not among them.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _queue.Waiting;
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Queues a call for a chat; completes when Telegram answered it for good.</summary>
    /// <param name="chatId">The chat whose order and rate the call keeps to.</param>
    /// <param name="priority">What it may overtake.</param>
    /// <param name="call">
    /// One request to Telegram. It runs once for each try, so a file's stream has to be opened inside; and since an
    /// answer can be lost, a message may in rare cases arrive twice.
    /// </param>
    /// <param name="ct">Takes the call out of the queue, or breaks it off when it is under way.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled, or the sender shuts down.</exception>
    public async Task<SendOutcome<T>> SendAsync<T>(
        long chatId, SendPriority priority, Func<ITelegramBotClient, CancellationToken, Task<T>> call, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var pending = new PendingCall<T>(chatId, priority, call, ct);
        lock (_gate)
        {
            if (_stopping)
                throw new OperationCanceledException("The sender takes no more calls: it shuts down.");
            _queue.Add(pending, Now);
            Pump();
        }

        using var withdrawal = ct.UnsafeRegister(_ => Withdraw(pending), null);
        return await pending.Outcome;
    }

    /// <summary>Takes no more calls, gives those that wait <see cref="SenderOptions.ShutdownGrace"/>, cancels the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_stopping)
                return;
            _stopping = true;
            Pump();
        }

        try
        {
            await _drained.Task.WaitAsync(_options.ShutdownGrace, _time);
        }
        catch (TimeoutException)
        {
            // Logged below, with how many they are.
        }

        // From here on a call that comes back is not queued again (see Settle): what is cleared stays cleared.
        await _abort.CancelAsync();
        lock (_gate)
        {
            if (_queue.Waiting + _queue.InFlight is > 0 and var left)
                LogLeftBehind(left);
            foreach (var call in _queue.Clear(Now).Cast<PendingCall>())
                call.Cancel(_aborted);
        }

        await _timer.DisposeAsync();
        _abort.Dispose();
    }

    private void WakeUp()
    {
        lock (_gate)
        {
            _armedFor = null;
            Pump();
        }
    }

    private void Withdraw(PendingCall call)
    {
        lock (_gate)
        {
            if (!_queue.Remove(call, Now))
                return;
            Pump();
        }

        call.Cancel(call.Wanted);
    }

    /// <summary>Starts all that may go now and sets the alarm for the next. Under the lock.</summary>
    private void Pump()
    {
        var now = Now;
        while (_queue.Take(now) is { } call)
        {
            // On the pool, because a call that is answered on the spot would pump from within the pump; and without
            // the context of whoever happens to pump, because the call is not theirs.
            ThreadPool.UnsafeQueueUserWorkItem(
                static work => _ = work.Sender.RunAsync(work.Call), (Sender: this, Call: (PendingCall)call), preferLocal: false);
        }

        if (_stopping && _queue.Waiting + _queue.InFlight == 0)
            _drained.TrySetResult();

        if (_queue.NextWake is { } wake && wake != _armedFor)
        {
            _armedFor = wake;
            // Timers count whole milliseconds and round down, which would wake up too early, and again, and again.
            var sleep = TimeSpan.FromMilliseconds(Math.Ceiling((wake - now).TotalMilliseconds));
            _timer.Change(sleep < LongestSleep ? sleep : LongestSleep, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task RunAsync(PendingCall call)
    {
        Answer answer;
        using (var timeout = new CancellationTokenSource(_options.CallTimeout, _time))
        using (var any = CancellationTokenSource.CreateLinkedTokenSource(call.Wanted, _aborted, timeout.Token))
            answer = await call.TryAsync(_client, any.Token);

        Action tell;
        lock (_gate)
        {
            tell = Settle(call, answer);
            Pump();
        }

        tell();
    }

    /// <summary>Ends the call or puts it back into the queue. Under the lock.</summary>
    /// <returns>Whom to tell, the caller or the log: after the lock, when the next call is on its way.</returns>
    private Action Settle(PendingCall call, Answer answer)
    {
        var now = Now;
        switch (answer)
        {
            case Answer.Final final:
                _queue.Finish(call, now);
                return () =>
                {
                    call.End(final);
                    if (final.Status == SendStatus.Rejected)
                        LogRejected(call.ChatId, final.ErrorCode);
                };

            case Answer.Broken broken:
                _queue.Finish(call, now);
                return () => call.End(broken.Mistake);

            case var _ when call.Wanted.IsCancellationRequested || _aborted.IsCancellationRequested:
                _queue.Finish(call, now);
                return () => call.Cancel(call.Wanted.IsCancellationRequested ? call.Wanted : _aborted);

            case Answer.TooMany tooMany:
                var everybody = _queue.Refused(call, now, tooMany.RetryAfter);
                return () => LogTooMany(call.ChatId, tooMany.RetryAfter.TotalSeconds, everybody);

            case Answer.Lost lost when call.Tries < MostTries:
                var (tries, pause) = (call.Tries, (lost.MayHaveArrived ? PauseAfterSilence : PauseAfterTrouble) * (1 << (call.Tries - 1)));
                _queue.Retry(call, now, pause);
                return () => LogRetry(call.ChatId, tries, lost.Kind, pause.TotalSeconds);

            case Answer.Lost lost:
                _queue.Finish(call, now);
                return () =>
                {
                    call.End(new Answer.Final(SendStatus.Failed, Reason: lost.Reason));
                    LogGaveUp(call.ChatId, call.Tries, lost.Kind);
                };

            default:
                throw new UnreachableException();
        }
    }
}
