using XthonBot.Api.Inbound;

namespace XthonBot.Api.Tests.Inbound;

public sealed class GatewayClocksFacts
{
    private static readonly DateTime Start = new(2026, 11, 22, 10, 0, 0, DateTimeKind.Utc);
    private readonly GatewayClocks clocks = new();

    [Fact]
    public void One_request_proves_a_clock_that_is_ahead_since_none_arrives_before_it_was_sent() => Assert.Equal(-60, Note(-60));

    [Fact]
    public void A_clock_that_is_behind_is_believed_to_be_so_after_three_requests_that_say_so()
    {
        Assert.Equal([0, 0, 60], [Note(60), Note(60), Note(61)]);
        // One that took no time on its way shows that the others did.
        Assert.Equal(0, Note(1));
    }

    [Fact]
    public void The_fastest_request_counts_since_the_others_were_on_their_way() =>
        Assert.Equal([0, 0, 40], [Note(60), Note(40), Note(200)]);

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public void Two_seconds_are_no_news(int seconds) => Assert.Equal([0, 0, 0], [Note(seconds), Note(seconds), Note(seconds)]);

    [Fact]
    public void After_a_clock_was_put_right_eight_requests_or_an_hour_forget_what_it_was()
    {
        Note(-100);
        Assert.Equal([-100, -100, -100, -100, -100, -100, -100, 0], [.. Enumerable.Range(0, 8).Select(_ => Note(0))]);

        Note(-100);
        Assert.Equal([-100, 0], [Note(0, minutes: 60), Note(0, minutes: 61)]);
    }

    [Fact]
    public void What_our_own_clock_said_before_it_was_set_back_by_hours_is_forgotten()
    {
        Note(-100, minutes: 300);
        Assert.Equal(0, Note(0));
    }

    [Fact]
    public void A_source_is_the_same_in_any_case_and_no_other()
    {
        clocks.Note("Phone", TimeSpan.FromSeconds(-60), Start);
        Assert.Equal(-60, Note(0, source: "pHONE"));
        Assert.Equal(0, Note(0, source: "phone2"));
    }

    [Fact]
    public async Task Many_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => Note(60 + i), TestContext.Current.CancellationToken)));
        Assert.InRange(Note(1_000), 60, 253);
    }

    private double Note(double behind, double minutes = 0, string source = "phone") =>
        clocks.Note(source, TimeSpan.FromSeconds(behind), Start.AddMinutes(minutes)).TotalSeconds;
}
