namespace XthonBot.Faults.Tests;

public sealed class JournalFacts
{
    private readonly Journal journal = new();
    private readonly Buyer buyer = new(30_000, BuyerKind.Api);

    /// <summary>Between the wish to move the clock and the store's hearing of it there is time to buy.</summary>
    [Fact]
    public void Bug_A_purchase_asked_for_while_the_clock_was_moved_was_said_to_have_expired_too_early()
    {
        journal.BeginMove();
        var (purchase, text) = Buy();
        journal.EndMove();

        Assert.True(journal.MayHaveExpired(purchase));
        Assert.False(text.CameInTime);
    }

    [Fact]
    public void What_is_bought_after_a_move_has_time_until_the_next_begins()
    {
        journal.BeginMove();
        journal.EndMove();
        var (purchase, text) = Buy();
        Assert.False(journal.MayHaveExpired(purchase));
        Assert.True(text.CameInTime);

        journal.BeginMove();
        var late = journal.Write(purchase);
        journal.Accepted(late);
        Assert.False(late.CameInTime);
        journal.EndMove();
        Assert.True(journal.MayHaveExpired(purchase));
    }

    private (Purchase Purchase, Text Text) Buy()
    {
        var purchase = journal.Bought(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), buyer, "+15550000001", journal.Moves);
        var text = journal.Write(purchase);
        journal.Accepted(text);
        return (purchase, text);
    }
}
