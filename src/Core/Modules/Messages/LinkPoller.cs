using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Messages;

/// <summary>
/// Asks the links of numbers in open orders for their texts. A text stays on its link, also for the next holder of the number:
/// so what it shows at its first answer after an order began, and what it ever showed before, belongs to nobody.
/// </summary>
public sealed partial class LinkPoller(
    Store store,
    StoreMessagesBatch messages,
    ILinkReader links,
    TextProtector protector,
    IOptions<LinkOptions> options,
    TimeProvider time,
    ILogger<LinkPoller> log
) : IAsyncDisposable
{
    /// <summary>The source under which the messages are stored.</summary>
    public const string Source = "link";

    /// <summary>
    /// A page that changes at every request, such as by the time of day, would bring a message each time: an order takes no more than this.
    /// </summary>
    internal const int MostTextsOfAnOrder = 20;

    /// <summary>Failures in a row after which the operator is told, once.</summary>
    internal const int FailuresUntilReported = 5;

    // A sweep takes no more; the schedule may run the next one in another process.
    private const int MostOfASweep = 500;
    private static readonly TimeSpan PatienceForASlot = TimeSpan.FromSeconds(0.5);

    /// <summary>A link that a dead process had claimed is asked by another so long after <see cref="LinkOptions.Timeout"/>.</summary>
    private static readonly TimeSpan LeaseBeyondTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim slots = new(options.Value.Concurrency);
    private readonly InFlight<PollClaim> inFlight = new(time);

    /// <summary>Claims the links that are due, as far as there are slots, and returns while they are still being asked.</summary>
    /// <returns>How many are asked.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var asked = 0;
        while (asked < MostOfASweep && await TakeSlotsAsync(ct) is var free and > 0)
        {
            List<PollClaim> claims = [];
            try
            {
                var now = time.UtcNow();
                claims = await store.WriteAsync(
                    (db, token) => PollClaim.TakeAsync(db, free, now, now + options.Value.Timeout + LeaseBeyondTimeout, token),
                    ct
                );
            }
            finally
            {
                if (claims.Count < free)
                    slots.Release(free - claims.Count);
            }

            foreach (var claim in claims)
                _ = inFlight.RunAsync(claim, () => AskAsync(claim));
            asked += claims.Count;
            if (claims.Count < free)
                break;
        }

        return asked;
    }

    /// <summary>Waits until all that are being asked have answered.</summary>
    public Task DrainAsync() => inFlight.DrainAsync();

    public async ValueTask DisposeAsync()
    {
        await inFlight.DisposeAsync();
        slots.Dispose();
    }

    // A link that does not answer holds up its slot alone.
    private async Task<int> TakeSlotsAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var limit = new CancellationTokenSource(PatienceForASlot, time);
        await using var _ = limit.Token.UnsafeRegister(source => ((CancellationTokenSource)source!).Cancel(), patience);
        try
        {
            await slots.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return 0;
        }

        var taken = 1;
        while (slots.Wait(TimeSpan.Zero, CancellationToken.None))
            taken++;
        return taken;
    }

    private async Task AskAsync(PollClaim claim)
    {
        try
        {
            var askedAt = time.UtcNow();
            switch (await links.ReadAsync(claim.Link, inFlight.Ended))
            {
                case LinkReading.Shown shown:
                    await TakeAsync(claim, PollAnswer.Read(shown.Body), askedAt);
                    break;
                case LinkReading.Failed failed:
                    await NoteFailureAsync(claim, failed.Reason);
                    break;
            }
        }
        catch (OperationCanceledException) when (inFlight.Ended.IsCancellationRequested)
        {
            // When the lease is over, another process asks again.
        }
#pragma warning disable CA1031 // So it is then; nobody waits for this task.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotNoted(log, PhoneNumber.Stored(claim.Phone).Masked, e.GetType().Name);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task TakeAsync(PollClaim claim, IReadOnlyList<ShownText> texts, DateTime askedAt)
    {
        var heard = texts.Count == 0 ? claim.Heard : PollDigest.Of(claim.Phone, texts);
        var news = new PollResult(claim, heard == claim.Heard ? [] : texts, heard, askedAt, time.UtcNow());
        var receptions = await store.WriteAsync(
            (db, token) => news.KeepAsync(db, messages, protector, options.Value, token),
            inFlight.Ended
        );
        if (receptions is null)
            LogTooMany(log, PhoneNumber.Stored(claim.Phone).Masked, MostTextsOfAnOrder);
        else if (claim.Failures >= FailuresUntilReported)
            LogAnswers(log, PhoneNumber.Stored(claim.Phone).Masked);
        foreach (var reception in receptions ?? [])
        {
            if (reception != Reception.Duplicate)
                LogReceived(log, PhoneNumber.Stored(claim.Phone).Masked, reception);
        }
    }

    private async Task NoteFailureAsync(PollClaim claim, string reason)
    {
        var failures = claim.Failures + 1;
        var next = time.UtcNow() + options.Value.PauseAfter(failures);
        var isNoted = await store.WriteAsync(
            (db, token) => claim.ReleaseAsync(db, next, failures, claim.Heard, hasAnswered: false, token),
            inFlight.Ended
        );
        if (isNoted && failures == FailuresUntilReported)
            LogFails(log, PhoneNumber.Stored(claim.Phone).Masked, failures, reason);
    }

    [LoggerMessage(LogLevel.Information, "The link of {Number} brought a message: {Reception}")]
    private static partial void LogReceived(ILogger log, string number, Reception reception);

    [LoggerMessage(
        LogLevel.Warning,
        "The link of {Number} has failed {Times} times in a row ({Reason}); it is asked less often, and this is not said again until it answers"
    )]
    private static partial void LogFails(ILogger log, string number, int times, string reason);

    [LoggerMessage(LogLevel.Information, "The link of {Number} answers again")]
    private static partial void LogAnswers(ILogger log, string number);

    [LoggerMessage(
        LogLevel.Warning,
        "The link of {Number} shows something else at every look: after {Limit} messages of an order the rest is left out"
    )]
    private static partial void LogTooMany(ILogger log, string number, int limit);

    [LoggerMessage(LogLevel.Warning, "The answer of the link of {Number} could not be recorded ({Kind}); it is asked again")]
    private static partial void LogNotNoted(ILogger log, string number, string kind);
}
