using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Tests.Messages;

public sealed class PollAnswerFacts
{
    [Theory]
    [InlineData("Your code is 54321")]
    [InlineData("  Your code\t is  54321 \r\n")]
    [InlineData("\uFEFFYour code is 54321")]
    [InlineData("yes|Your code is 54321")]
    [InlineData("YES | Your code is 54321")]
    [InlineData("ok|Your code is 54321")]
    [InlineData("1|Your code is 54321")]
    [InlineData("\"Your code is 54321\"")]
    [InlineData("""{"sms":"Your code is 54321"}""")]
    [InlineData("""{"text":"Your code is 54321","code":"54321"}""")]
    [InlineData("""{"Message":"Your code is 54321"}""")]
    [InlineData("""{"code":0,"msg":"success","data":{"code":"54321","sms":"Your code is 54321"}}""")]
    [InlineData("""{"code":200,"message":"ok","data":[{"content":"Your code is 54321"}]}""")]
    [InlineData("""{"code":1,"msg":"Your code is 54321"}""")]
    [InlineData("""{"status":"success","data":"Your code is 54321"}""")]
    [InlineData("""{"ok":true,"messages":["Your code is 54321"]}""")]
    [InlineData("""["Your code is 54321"]""")]
    [InlineData("""{"data":{"sms":"yes|Your code is 54321"}}""")]
    [InlineData("<p>Your code is <b>54321</b></p>")]
    [InlineData(
        "<!doctype html><html><head><title>SMS of 10:00:01</title><style>p{}</style></head><body><script>var x = 99999;</script><!-- 88888 --><div>Your&nbsp;code is 54321</div></body></html>"
    )]
    public void A_text_is_found_in_every_form(string body) => Assert.Equal("Your code is 54321", Assert.Single(PollAnswer.Read(body)).Text);

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n ")]
    [InlineData("no")]
    [InlineData("no|")]
    [InlineData("no|暂无短信")]
    [InlineData("no|2026-11-22 10:00:00")]
    [InlineData("yes|")]
    [InlineData("No SMS")]
    [InlineData("no messages yet.")]
    [InlineData("Waiting for SMS...")]
    [InlineData("STATUS_WAIT_CODE")]
    [InlineData("暂无短信")]
    [InlineData("Not found")]
    [InlineData("Token expired")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("""{"code":0,"msg":"success","data":null}""")]
    [InlineData("""{"code":0,"msg":"success","data":[]}""")]
    [InlineData("""{"code":404,"msg":"no sms"}""")]
    [InlineData("""{"sms":"","code":""}""")]
    [InlineData("""{"status":"wait","fields":["phone","text"]}""")]
    [InlineData("<html><body><h1></h1><p>No messages</p></body></html>")]
    public void What_is_no_text_means_nothing_yet(string body) => Assert.Empty(PollAnswer.Read(body));

    [Theory]
    [InlineData("No one will ask you for this code: 54321")]
    [InlineData("54321")]
    [InlineData("a < b and {c} is no JSON")]
    [InlineData("{not json 54321")]
    [InlineData("No, this is a somewhat longer text, which begins as a remark does but goes on and on for a while")]
    public void What_only_looks_like_something_else_is_a_text(string body) => Assert.Equal(body, Assert.Single(PollAnswer.Read(body)).Text);

    [Fact]
    public void A_number_may_stand_for_the_text_and_the_sender_beside_it()
    {
        Assert.Equal("54321", Assert.Single(PollAnswer.Read("""{"code":54321}""")).Text);
        Assert.Equal("54321", Assert.Single(PollAnswer.Read("STATUS_OK:54321")).Text);
        Assert.Equal(new ShownText("Hello", "Telegram"), Assert.Single(PollAnswer.Read("""{"from":"Telegram","text":"Hello"}""")));
    }

    [Fact]
    public void Of_a_list_each_message_is_one()
    {
        var texts = PollAnswer.Read("""{"data":[{"sms":"One 11111"},{"sms":"Two 22222"},{"sms":"One 11111"},{"sms":""}]}""");

        Assert.Equal(["One 11111", "Two 22222"], texts.Select(t => t.Text));
    }

    [Theory]
    [InlineData("<!--")]
    [InlineData("<div ")]
    [InlineData("<script>")]
    [InlineData("{\"a\":")]
    [InlineData("[")]
    [InlineData(" \n")]
    [InlineData("no|")]
    public async Task Rubbish_of_the_largest_size_takes_no_time(string piece)
    {
        var body = "x" + string.Concat(Enumerable.Repeat(piece, 64 * 1024 / piece.Length));

        await Task.WhenAll(Read(body), Read(body[1..]))
            .WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, TestContext.Current.CancellationToken);

        static Task Read(string text) =>
            Task.Run(() => Assert.True(PollAnswer.Read(text).All(t => t.Text.Length <= CodeFinder.ExaminedLength)));
    }
}
