using Telegram.Bot;

namespace XthonBot.Bot.Telegram.Sending;

/// <summary>A queued call together with the caller who awaits its outcome.</summary>
internal abstract class PendingCall(long chatId, SendPriority priority, CancellationToken wanted) : QueuedCall(chatId, priority)
{
    /// <summary>Ends when the caller no longer wants the call.</summary>
    public CancellationToken Wanted { get; } = wanted;

    public int Tries { get; private set; }

    public Task<CallResult> TryAsync(ITelegramBotClient client, CancellationToken ct)
    {
        Tries++;
        return CallAsync(client, ct);
    }

    public abstract void End(CallResult.Final answer);

    public abstract void End(Exception mistake);

    public abstract void Cancel(CancellationToken because);

    protected abstract Task<CallResult> CallAsync(ITelegramBotClient client, CancellationToken ct);
}

internal sealed class PendingCall<T>(
    long chatId,
    SendPriority priority,
    Func<ITelegramBotClient, CancellationToken, Task<T>> call,
    CancellationToken wanted
) : PendingCall(chatId, priority, wanted)
{
    // The caller's next step is no business of the thread that sends.
    private readonly TaskCompletionSource<SendOutcome<T>> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? value;

    public Task<SendOutcome<T>> Outcome => outcome.Task;

    public override void End(CallResult.Final answer) => outcome.TrySetResult(new(answer.Status, value, answer.Reason, answer.ErrorCode));

    public override void End(Exception mistake) => outcome.TrySetException(mistake);

    public override void Cancel(CancellationToken because) => outcome.TrySetCanceled(because);

    protected override async Task<CallResult> CallAsync(ITelegramBotClient client, CancellationToken ct)
    {
        try
        {
            // It may have been withdrawn on the way from the queue to here.
            ct.ThrowIfCancellationRequested();
            value = await call(client, ct);
            return new CallResult.Final(SendStatus.Sent);
        }
        catch (Exception exception)
        {
            return CallResult.Read(exception);
        }
    }
}
