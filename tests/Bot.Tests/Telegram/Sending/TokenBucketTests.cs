using CsCheck;
using XthonBot.Bot.Telegram.Sending;

namespace XthonBot.Bot.Tests.Telegram.Sending;

public sealed class TokenBucketTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_full_bucket_gives_its_burst_at_once_and_then_one_token_an_interval()
    {
        var bucket = new TokenBucket(perSecond: 1, burst: 5);

        for (var token = 0; token < 5; token++)
        {
            Assert.True(bucket.NextAt <= TimeSpan.Zero);
            bucket.Take(TimeSpan.Zero);
        }

        Assert.Equal(Second, bucket.NextAt);
        bucket.Take(Second);
        Assert.Equal(2 * Second, bucket.NextAt);
    }

    [Fact]
    public void A_rest_refills_the_bucket_and_no_more_than_that()
    {
        var bucket = new TokenBucket(perSecond: 1, burst: 2);
        bucket.Take(TimeSpan.Zero);
        bucket.Take(TimeSpan.Zero);

        var later = 100 * Second;
        bucket.Take(later);
        bucket.Take(later);

        Assert.Equal(later + Second, bucket.NextAt);
    }

    [Fact]
    public void A_token_given_back_can_be_taken_again_at_the_same_moment()
    {
        var bucket = new TokenBucket(perSecond: 0.5, burst: 1);
        bucket.Take(Second);

        bucket.GiveBack();

        Assert.True(bucket.NextAt <= Second);
    }

    [Fact]
    public void A_bucket_without_a_rate_is_never_empty()
    {
        var bucket = new TokenBucket(perSecond: 0, burst: 0);

        for (var token = 0; token < 1_000; token++)
        {
            bucket.Take(Second);
            Assert.True(bucket.NextAt <= Second);
        }
    }

    [Fact]
    public void No_stretch_of_time_sees_more_than_the_burst_and_the_rate() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Long[0, TimeSpan.TicksPerSecond].Array[1, 200])
            .Sample(
                (rate, burst, gaps) =>
                {
                    var bucket = new TokenBucket(rate, burst);
                    var now = TimeSpan.Zero;
                    var taken = new List<TimeSpan>();
                    foreach (var gap in gaps)
                    {
                        now += TimeSpan.FromTicks(gap / rate);
                        if (bucket.NextAt > now)
                            continue;
                        bucket.Take(now);
                        taken.Add(now);
                    }

                    for (var from = 0; from < taken.Count; from++)
                    for (var to = from; to < taken.Count; to++)
                        Assert.True((to - from + 1 - burst) * TimeSpan.TicksPerSecond <= (taken[to] - taken[from]).Ticks * rate);
                }
            );
}
