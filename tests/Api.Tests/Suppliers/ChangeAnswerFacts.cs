using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Suppliers;

namespace XthonBot.Api.Tests.Suppliers;

public sealed class ChangeAnswerFacts
{
    // Taken for a cancel, each of these is money that nobody asks back.
    [Theory]
    [InlineData("ACCESS_DENIED")]
    [InlineData("ACCESS_DENIED:balance")]
    [InlineData("ACCESS_ACTIVATION")]
    [InlineData("ACCESS_READY")]
    [InlineData("ACCESS_RETRY_GET")]
    [InlineData("""{"status":"FINISHED"}""")]
    [InlineData("""{"status":"ACCESS_DENIED"}""")]
    public void Bug_A_cancel_that_was_refused_or_became_a_finish_counted_as_taken_back(string body) =>
        Assert.NotEqual(ChangeAnswer.Done, Changes.Read(new Reply(200, body), UpstreamChange.Cancel));

    [Theory]
    [InlineData("ACCESS_CANCEL", UpstreamChange.Cancel, ChangeAnswer.Done)]
    [InlineData("access_cancel", UpstreamChange.Cancel, ChangeAnswer.Done)]
    [InlineData("ACCESS_CANCEL_ALREADY", UpstreamChange.Cancel, ChangeAnswer.Done)]
    [InlineData("""{"status":"CANCELED"}""", UpstreamChange.Cancel, ChangeAnswer.Done)]
    [InlineData("""{"status":"success"}""", UpstreamChange.Cancel, ChangeAnswer.Done)]
    [InlineData("EARLY_CANCEL_DENIED", UpstreamChange.Cancel, ChangeAnswer.TooEarly)]
    [InlineData("STATUS_CANCEL", UpstreamChange.Cancel, ChangeAnswer.Gone)]
    [InlineData("BAD_STATUS", UpstreamChange.Cancel, ChangeAnswer.Refused)]
    [InlineData("ACCESS_ACTIVATION", UpstreamChange.Finish, ChangeAnswer.Done)]
    [InlineData("""{"status":"FINISHED"}""", UpstreamChange.Finish, ChangeAnswer.Done)]
    [InlineData("ACCESS_RETRY_GET", UpstreamChange.Again, ChangeAnswer.Done)]
    [InlineData("ACCESS_READY", UpstreamChange.Again, ChangeAnswer.Done)]
    [InlineData("ACCESS_DENIED", UpstreamChange.Again, ChangeAnswer.Refused)]
    public void Each_change_has_its_own_answers(string body, UpstreamChange change, ChangeAnswer answer) =>
        Assert.Equal(answer, Changes.Read(new Reply(200, body), change));

    [Fact]
    public void Access_denied_is_a_refusal_of_a_purchase_and_not_an_answer_that_was_lost() =>
        Assert.Equal(new BuyAnswer.None("ACCESS_DENIED"), Purchases.Read(new Reply(200, "ACCESS_DENIED")));
}
