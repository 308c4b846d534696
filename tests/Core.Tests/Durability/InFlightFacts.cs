using Microsoft.Extensions.Time.Testing;

namespace XthonBot.Core.Tests.Durability;

public sealed class InFlightFacts
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task A_key_is_in_flight_once_until_it_is_settled()
    {
        await using var inFlight = new InFlight<int>(time);

        Assert.True(inFlight.TryRegister(1));
        Assert.False(inFlight.TryRegister(1));
        Assert.True(inFlight.TryRegister(2));
        var drained = inFlight.DrainAsync();
        inFlight.Settle(1);
        Assert.False(drained.IsCompleted);
        inFlight.Settle(2);
        await drained.WaitAsync(Patience.Limit);

        Assert.Equal(0, inFlight.Count);
        Assert.True(inFlight.TryRegister(1));
        inFlight.Settle(1);
    }

    [Fact]
    public async Task Whoever_asks_for_work_that_is_in_flight_gets_it_and_what_becomes_of_it()
    {
        await using var inFlight = new InFlight<int>(time);
        var (begun, go) = (0, new TaskCompletionSource());
        var first = inFlight.RunAsync(1, Work);
        var second = inFlight.RunAsync(1, Work);

        go.SetException(new FormatException());

        await Assert.ThrowsAsync<FormatException>(() => first.WaitAsync(Patience.Limit));
        await Assert.ThrowsAsync<FormatException>(() => second.WaitAsync(Patience.Limit));
        Assert.Equal(1, begun);
        await inFlight.RunAsync(1, () => Task.CompletedTask).WaitAsync(Patience.Limit);

        Task Work()
        {
            Interlocked.Increment(ref begun);
            return go.Task;
        }
    }

    [Fact]
    public async Task A_drain_waits_no_longer_than_the_moment_that_it_has()
    {
        await using var inFlight = new InFlight<int>(time);
        inFlight.TryRegister(1);

        var drained = inFlight.DrainAsync(TimeSpan.FromSeconds(1));
        Assert.False(drained.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        await drained.WaitAsync(Patience.Limit);
        inFlight.Settle(1);
    }

    [Fact]
    public async Task A_cancel_reaches_what_began_before_it_and_the_end_reaches_all()
    {
        var inFlight = new InFlight<int>(time);
        var (before, ended) = (inFlight.Cancellation, inFlight.Ended);
        await inFlight.CancelAsync();
        var after = inFlight.Cancellation;
        Assert.Equal((true, false, false), (before.IsCancellationRequested, after.IsCancellationRequested, ended.IsCancellationRequested));

        var work = inFlight.RunAsync(1, () => Task.Delay(Timeout.InfiniteTimeSpan, time, ended));
        await inFlight.DisposeAsync();
        await inFlight.DisposeAsync();

        Assert.Equal((true, true), (after.IsCancellationRequested, ended.IsCancellationRequested));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }
}
