using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Suppliers;

namespace XthonBot.Api.Tests.Suppliers;

public sealed class StatusAnswerFacts
{
    private const string Text = "Your Telegram code is 48213";

    [Theory]
    [InlineData("""{"verificationType":0,"sms":{"dateTime":"T","code":"48213","text":"Your Telegram code is 48213"},"call":null}""")]
    [InlineData("""{"verificationType":"sms","data":{"dateTime":"T","code":"48213","text":"Your Telegram code is 48213"}}""")]
    [InlineData("""{"data":{"verificationType":2,"sms":{"date_time":"T","code":48213,"text":"Your Telegram code is 48213"}}}""")]
    [InlineData("""{"sms":[{"date":"T","code":"48213","text":"Your Telegram code is 48213"}]}""")]
    [InlineData("""[{"received_at":"T","sms_code":"48213","sms_text":"Your Telegram code is 48213"}]""")]
    [InlineData("""{"status":"STATUS_OK","code":"48213","text":"Your Telegram code is 48213","dateTime":"T"}""")]
    [InlineData("""{"smsCode":"48213","smsText":"Your Telegram code is 48213","time":"T"}""")]
    [InlineData("""{"status":"success","data":[{"created_at":"T","code":"48213","message":"Your Telegram code is 48213"}]}""")]
    [InlineData(
        """{"status":"RECEIVED","sms":[{"created_at":"T","date":"T","sender":"Telegram","text":"Your Telegram code is 48213","code":"48213"}]}"""
    )]
    [InlineData(
        """{"verificationType":1,"sms":null,"call":{"from":"x","dateTime":"T","code":"48213","text":"Your Telegram code is 48213"}}"""
    )]
    public void A_text_is_read_wherever_it_stands(string body)
    {
        var status = Statuses.Read(new Reply(200, body), "1001");
        Assert.Equal(new UpstreamStatus(UpstreamStep.Text, "48213", Text, "T") { Earlier = status!.Earlier }, status);
        Assert.Empty(status.Earlier);
    }

    [Theory]
    [InlineData("STATUS_OK:48213", "48213", null)]
    [InlineData("status_ok:48213", "48213", null)]
    [InlineData("STATUS_OK|48213", "48213", null)]
    [InlineData("STATUS_OK:'48213'", "48213", null)]
    [InlineData("\"STATUS_OK:48213\"", "48213", null)]
    [InlineData("STATUS_OK:Ihr Acme-Zugangscode ist: 550213", "Ihr Acme-Zugangscode ist: 550213", null)]
    [InlineData("STATUS_OK:550213:Your code: 550213", "550213:Your code: 550213", null)]
    [InlineData("FULL_SMS:Your code: 550213", null, "Your code: 550213")]
    [InlineData("""{"sms":"Your code: 550213"}""", null, "Your code: 550213")]
    [InlineData("""{"sms":["Your code: 550213"]}""", null, "Your code: 550213")]
    [InlineData("""{"sms":{"code":"48213"}}""", "48213", null)]
    [InlineData("""{"call":{"code":"48213"},"sms":null}""", "48213", null)]
    [InlineData("""{"verificationType":0,"sms":{"code":"null","text":null}}""", "null", null)]
    [InlineData("""{"sms":{"code":"","text":"Hi \ud83d 48213"}}""", null, "Hi \uFFFD 48213")]
    [InlineData("""{"sms":{"code":"","text":"Hi \ud83d\ude00 48213"}}""", null, "Hi \uD83D\uDE00 48213")]
    public void What_stands_in_the_places_of_code_and_text_is_handed_on_as_it_is(string body, string? code, string? text) =>
        Assert.Equal(
            (UpstreamStep.Text, code, text),
            Statuses.Read(new Reply(200, body), "1001") is { } s ? (s.Step, s.Code, s.Text) : default
        );

    [Fact]
    public void Of_several_texts_none_is_left_out_and_the_newest_is_last()
    {
        var status = Statuses.Read(
            new Reply(200, """{"sms":[{"date":"10:02","text":"b 22222"},{"date":"10:01","text":"a 11111"}]}"""),
            "1001"
        )!;
        Assert.Equal(("b 22222", "a 11111"), (status.Text, Assert.Single(status.Earlier).Text));
    }

    [Theory]
    [InlineData("STATUS_WAIT_CODE", null)]
    [InlineData("status_wait_code", null)]
    [InlineData("STATUS_WAIT_RESEND", null)]
    [InlineData("STATUS_WAIT_RETRY:11111", "11111")]
    [InlineData("""{"verificationType":0,"sms":null,"call":null}""", null)]
    [InlineData("""{"verificationType":"sms","data":null}""", null)]
    [InlineData("""{"verificationType":"sms","data":{"dateTime":null,"code":null,"text":null}}""", null)]
    [InlineData("""{"status":"PENDING","sms":[]}""", null)]
    [InlineData("""{"status":"STATUS_WAIT_CODE"}""", null)]
    [InlineData("""{"code":200,"status":"success","data":[]}""", null)]
    public void Waiting_is_waiting(string body, string? last) =>
        Assert.Equal(
            new UpstreamStatus(UpstreamStep.Waiting, last),
            Statuses.Read(new Reply(200, body), "1001")! with
            {
                Earlier = new UpstreamStatus(UpstreamStep.Waiting).Earlier,
            }
        );

    [Theory]
    [InlineData(200, "STATUS_CANCEL")]
    [InlineData(200, "status_cancel")]
    [InlineData(200, "NO_ACTIVATION")]
    [InlineData(404, "NO_ACTIVATION")]
    [InlineData(404, """{"title":"NO_ACTIVATION","details":"x"}""")]
    [InlineData(400, """{"status":"error","error":"WRONG_ACTIVATION_ID"}""")]
    [InlineData(200, """{"status":"CANCELED","sms":[]}""")]
    [InlineData(200, """{"status":"cancel"}""")]
    [InlineData(200, """{"status":"STATUS_CANCEL"}""")]
    public void What_is_over_is_over(int status, string body) =>
        Assert.Equal(UpstreamStep.Gone, Statuses.Read(new Reply(status, body), "1001")?.Step);

    // What says nothing of an activation must not end it, and must not be somebody's text.
    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "BAD_ACTION")]
    [InlineData(200, "Unknown action")]
    [InlineData(200, "{}")]
    [InlineData(200, "[]")]
    [InlineData(200, "<html>NO_ACTIVATION</html>")]
    [InlineData(200, """{"sms":{"code":"48213","te""")]
    [InlineData(200, """{"status":"error","message":"Something is wrong 48213"}""")]
    [InlineData(200, """{"error":{"code":"BAD_ACTION","text":"Bad action"}}""")]
    [InlineData(404, "Not Found")]
    [InlineData(404, "<html>404 Not Found</html>")]
    [InlineData(404, """{"title":"Not Found","status":404}""")]
    [InlineData(500, """{"sms":{"code":"48213","text":"x"}}""")]
    [InlineData(403, "")]
    [InlineData(429, """{"title":"TOO_MANY_REQUESTS"}""")]
    public void What_says_nothing_of_it_is_unread(int status, string body) => Assert.Null(Statuses.Read(new Reply(status, body), "1001"));

    // What stands outermost, or beside a message of something else, says how the asking went.
    [Theory]
    [InlineData("""{"code":40001,"message":"invalid key"}""", null)]
    [InlineData("""{"code":10001,"msg":"no sms yet"}""", null)]
    [InlineData("""{"code":"40001","message":"invalid key","data":null}""", null)]
    [InlineData("""{"code":20000,"message":"success","data":null}""", UpstreamStep.Waiting)]
    [InlineData("""{"code":"000000","msg":"ok"}""", UpstreamStep.Waiting)]
    [InlineData("""{"code":200,"message":"Waiting for sms"}""", UpstreamStep.Waiting)]
    [InlineData("""{"data":{"code":200,"message":"success"}}""", UpstreamStep.Waiting)]
    [InlineData("""{"data":{"code":4004,"message":"not found"}}""", null)]
    [InlineData("""{"response":{"status":"error","code":4004,"message":"not found"}}""", null)]
    [InlineData("""{"result":{"error":"NO_SUCH_ACTION","code":12345,"message":"bad"}}""", null)]
    [InlineData("""{"data":{"success":false,"code":4004}}""", null)]
    [InlineData("""{"status":"ERROR","data":{"message":"Something 12345"}}""", null)]
    [InlineData("""{"status":false,"data":{"message":"Something 12345"}}""", null)]
    [InlineData("""{"error":true,"data":{"message":"Something 12345"}}""", null)]
    [InlineData("""{"success":"false","data":{"message":"Something 12345"}}""", null)]
    [InlineData("""{"status":"success","data":1764500000}""", UpstreamStep.Waiting)]
    [InlineData("""{"status":"success","data":"+15557780018"}""", UpstreamStep.Waiting)]
    [InlineData("""{"status":"WAIT","data":"expires in 1200 s"}""", UpstreamStep.Waiting)]
    public void Bug_The_number_of_an_error_was_a_code_and_was_charged(string body, UpstreamStep? step) =>
        Assert.Equal(step, Statuses.Read(new Reply(200, body), "1001")?.Step);

    [Theory]
    [InlineData("STATUS_OK 48213")]
    [InlineData("STATUS_OK - 48213")]
    [InlineData("status_ok\n48213")]
    [InlineData("""{"code":"48213"}""")]
    [InlineData("""{"status":"success","error":"","data":{"code":"48213"}}""")]
    [InlineData("""{"error":"none","errors":{},"sms":{"error":0,"code":"48213"}}""")]
    [InlineData("""{"title":"Telegram","sms":{"code":"48213"}}""")]
    [InlineData("""{"code":20000,"message":"success","data":{"code":"48213"}}""")]
    [InlineData("""{"data":{"code":"48213","message":"success"}}""")]
    [InlineData("""{"smsCode":["11111","48213"]}""")]
    [InlineData("""{"sms":48213}""")]
    [InlineData("""{"sms":[11111,48213]}""")]
    [InlineData("""{"1002":{"code":"22222"},"1001":{"code":"48213"}}""")]
    [InlineData("""{"activations":[{"id":"1002","smsCode":"22222"},{"id":"1001","smsCode":"48213"}]}""")]
    public void Bug_A_code_was_silent_for_what_stood_around_it(string body)
    {
        var status = Statuses.Read(new Reply(200, body), "1001");
        Assert.Equal((UpstreamStep.Text, "48213", null), status is null ? default : (status.Step, status.Code, status.Text));
        Assert.DoesNotContain(status!.Earlier, earlier => earlier.Code == "22222");
    }

    [Theory]
    [InlineData("""{"code":"0482"}""", "0482", null)]
    [InlineData("""{"sms":{"code":"482","message":"Code 482"}}""", "482", "Code 482")]
    [InlineData("""{"status":"success","data":"48213"}""", null, "48213")]
    [InlineData("""{"result":"Your code is 48213"}""", null, "Your code is 48213")]
    [InlineData("""{"code":20000,"sms":"Your code is 48213"}""", null, "Your code is 48213")]
    public void Bug_A_short_code_or_a_bare_text_was_silent(string body, string? code, string? text)
    {
        var status = Statuses.Read(new Reply(200, body), "1001");
        Assert.Equal((UpstreamStep.Text, code, text), (status?.Step, status?.Code, status?.Text));
    }

    // 1001 is ours; what is said of others is somebody else's code, or the end of somebody else's order.
    [Theory]
    [InlineData(
        """{"data":[{"activationId":"1002","smsCode":"22222"},{"activationId":"1001","smsCode":"48213"},{"activationId":"1003","smsCode":"33333"}]}""",
        UpstreamStep.Text,
        "48213"
    )]
    [InlineData(
        """{"status":"success","activeActivations":[{"activationId":1001,"smsCode":null,"activationStatus":"2"},{"activationId":1002,"smsCode":"22222"}]}""",
        UpstreamStep.Waiting,
        null
    )]
    [InlineData(
        """{"data":[{"activationId":"1002","status":"CANCELED"},{"activationId":"1001","status":"WAIT"}]}""",
        UpstreamStep.Waiting,
        null
    )]
    [InlineData(
        """{"data":[{"id":1002,"phoneNumber":"15557771002","code":"22222"},{"id":1001,"phoneNumber":"15557771001","code":"48213"}]}""",
        UpstreamStep.Text,
        "48213"
    )]
    [InlineData("""[{"tzid":1002,"service":"tg","msg":"22222"},{"tzid":1001,"service":"tg","msg":"48213"}]""", UpstreamStep.Text, null)]
    [InlineData("""{"activationId":"1001","sms":[{"id":7,"code":"48213"}]}""", UpstreamStep.Text, "48213")]
    [InlineData("""{"sms":[{"id":7,"code":"11111"},{"id":8,"code":"48213"}]}""", UpstreamStep.Text, "48213")]
    public void Bug_What_an_answer_said_of_others_was_taken_for_ours(string body, UpstreamStep step, string? code)
    {
        var status = Statuses.Read(new Reply(200, body), "1001")!;
        Assert.Equal((step, code), (status.Step, status.Code));
        Assert.DoesNotContain(status.Earlier, earlier => earlier.Code is "22222" or "33333");
    }

    [Theory]
    [InlineData("""{"activationId":"1002","smsCode":"22222"}""")]
    [InlineData("""{"activationId":1002,"status":"CANCELED"}""")]
    [InlineData(
        """{"status":"success","activeActivations":[{"activationId":"1002","smsCode":"22222"},{"activationId":"1003","smsCode":"33333"}]}"""
    )]
    [InlineData("""[{"id":1002,"service":"tgx","code":"22222"}]""")]
    public void What_speaks_of_others_alone_is_unread(string body) => Assert.Null(Statuses.Read(new Reply(200, body), "1001"));
}
