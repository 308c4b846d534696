using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Suppliers;

/// <summary>What stands in the code's place is a code only if it looks like one; a text is told once, however often it is shown.</summary>
public sealed class UpstreamTextFacts
{
    private const string Sentence = "Ihr Acme-Zugangscode ist: 550213";

    [Theory]
    [InlineData("null", null)]
    [InlineData("0", null)]
    [InlineData("", null)]
    [InlineData("WAITING", null)]
    [InlineData("waiting...", null)]
    [InlineData("NO_SMS_YET", null)]
    [InlineData("Welcome to Acme", null)]
    [InlineData("STATUS_WAIT_CODE", null)]
    [InlineData(Sentence, "550213")]
    [InlineData("550213:" + Sentence, "550213")]
    [InlineData("550213", "550213")]
    [InlineData("550-213", "550213")]
    [InlineData("'550213'", "550213")]
    [InlineData("012345", "012345")]
    [InlineData("WXKPL", "WXKPL")]
    [InlineData("4TXB", "4TXB")]
    public async Task Bug_Whatever_stood_in_the_codes_place_was_the_code(string place, string? code)
    {
        await using var rig = await SupplierRig.StartAsync(speak: up => up.SpeaksV2 = false);
        var order = await rig.BuyAsync();
        rig.Upstream.Deliver(rig.Upstream.Sold[0], place, "");
        await CheckAsync(rig, order, code);
    }

    [Theory]
    [InlineData(Sentence, "", "550213")]
    [InlineData(Sentence, Sentence, "550213")]
    [InlineData("null", Sentence, "550213")]
    [InlineData("550213", Sentence, "550213")]
    [InlineData("550 213", Sentence, "550213")]
    [InlineData("550213", "550213Nie weitergeben", "550213")]
    [InlineData("913", "Your code is 482-913", "482913")]
    [InlineData("11111", "Your code is 22222", "22222")]
    [InlineData("11111", "Welcome to Acme", null)]
    [InlineData("WAITING", "Welcome to Acme", null)]
    [InlineData("PKEGT", "PKEGT is your verification", "PKEGT")]
    public async Task Of_a_code_and_a_text_the_text_decides(string place, string text, string? code)
    {
        await using var rig = await SupplierRig.StartAsync();
        var order = await rig.BuyAsync();
        rig.Upstream.Deliver(rig.Upstream.Sold[0], place, text);
        await CheckAsync(rig, order, code);
        Assert.Equal(text.Length == 0 ? place : text, await rig.Store.TextAsync("select text as value from messages"));
    }

    [Fact]
    public async Task Bug_A_code_of_324_characters_was_charged_and_never_told()
    {
        var text = string.Concat(Enumerable.Repeat("Never tell anybody about this. ", 10)) + "Code: 550213";
        await using var rig = await SupplierRig.StartAsync();
        var order = await rig.BuyAsync();
        rig.Upstream.Deliver(rig.Upstream.Sold[0], text, "");
        await CheckAsync(rig, order, "550213");
        Assert.Equal(text, await rig.Store.TextAsync("select text as value from messages"));
    }

    [Fact]
    public async Task The_services_pattern_is_asked_about_a_sentence_in_the_codes_place()
    {
        await using var rig = await SupplierRig.StartAsync(speak: up => up.SpeaksV2 = false);
        await rig.Store.SqlAsync("update services set code_pattern = 'PIN (?<code>\\d+)'");
        var order = await rig.BuyAsync();
        rig.Upstream.Deliver(rig.Upstream.Sold[0], "Code 11111, PIN 22222", "");
        await CheckAsync(rig, order, "22222");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bug_A_sentence_whose_code_upstream_named_as_the_last_was_told_twice(bool asSentence)
    {
        await using var rig = await SupplierRig.StartAsync(speak: up => up.SpeaksV2 = false);
        await rig.BuyAsync();
        rig.Upstream.Deliver(rig.Upstream.Sold[0], Sentence, "");
        if (!asSentence)
            rig.Upstream.Dialect = answer =>
                answer.Body.StartsWith("STATUS_WAIT_RETRY", StringComparison.Ordinal) ? answer.With("STATUS_WAIT_RETRY:550213") : answer;
        await RunAsync(rig, 10);
        Assert.Equal(1, await MessagesAsync(rig));
    }

    [Theory]
    [InlineData(true, "ACCESS_RETRY_GET")]
    [InlineData(false, "ACCESS_RETRY_GET")]
    [InlineData(true, "BAD_STATUS")]
    [InlineData(false, "NO_SECOND_TEXT")]
    [InlineData(true, "<html>")]
    public async Task Bug_A_text_that_was_shown_on_and_on_was_told_18_times(bool speaksV2, string answerToAnother)
    {
        await using var rig = await SupplierRig.StartAsync(speak: up => up.SpeaksV2 = speaksV2);
        await rig.BuyAsync();
        rig.Upstream.Deliver(rig.Upstream.Sold[0], "48213", "Your code is 48213");
        // Whatever it answers, it goes on showing the same.
        rig.Upstream.Dialect = answer => answer.Action == "setStatus" ? answer.With(answerToAnother) : answer;
        rig.Upstream.IgnoresAnother = true;
        await RunAsync(rig, 25);
        Assert.Equal(1, await MessagesAsync(rig));
        await rig.Store.DeliverAsync();
        Assert.Single(rig.Store.Channel.Delivered, d => d.Kind == NotificationKind.CodeArrived);

        rig.Upstream.Deliver(rig.Upstream.Sold[0], "59324", "Your code is 59324");
        await RunAsync(rig, 25);
        Assert.Equal(2, await MessagesAsync(rig));
    }

    [Fact]
    public async Task The_same_code_at_another_time_is_another()
    {
        await using var rig = await SupplierRig.StartAsync(speak: up => up.IgnoresAnother = true);
        await rig.BuyAsync();
        for (var i = 0; i < 3; i++)
        {
            rig.Upstream.Deliver(rig.Upstream.Sold[0], "48213", "Your code is 48213");
            await RunAsync(rig, 5);
        }

        Assert.Equal(3, await MessagesAsync(rig));
    }

    [Fact]
    public async Task Bug_A_list_of_texts_was_not_read_and_none_of_it_is_left_out()
    {
        await using var rig = await SupplierRig.StartAsync();
        await rig.BuyAsync();
        var shown = """{"sms":[{"date":"10:01","text":"Code 11111"},{"date":"10:02","text":"Code 22222"}]}""";
        rig.Upstream.Dialect = answer => answer.Action == "getStatusV2" ? answer.With(shown) : answer;
        await RunAsync(rig, 5);
        shown =
            """{"sms":[{"date":"10:03","text":"Code 33333"},{"date":"10:02","text":"Code 22222"},{"date":"10:01","text":"Code 11111"}]}""";
        await RunAsync(rig, 5);
        await rig.Store.DeliverAsync();
        Assert.Equal(
            ["11111", "22222", "33333"],
            rig.Store.Channel.Delivered.Where(d => d.Kind == NotificationKind.CodeArrived).Select(d => d.Message!.Code)
        );
    }

    [Theory]
    [InlineData("Not Found", 404)]
    [InlineData("BAD_ACTION", 400)]
    [InlineData("BAD_ACTION", 200)]
    [InlineData("Unknown action", 200)]
    [InlineData("bad_action", 200)]
    [InlineData("METHOD_IS_NO_LONGER_HERE", 200)]
    [InlineData("""{"status":"error","message":"unknown action"}""", 200)]
    [InlineData("""{"title":"NOT_FOUND"}""", 404)]
    public async Task Bug_What_did_not_know_the_second_version_in_other_words_was_never_asked_by_the_first(string body, int status)
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.Dialect = answer => answer.Action == "getStatusV2" ? answer.With(body, status) : answer;
        var order = await rig.BuyAsync();
        rig.Upstream.Deliver(rig.Upstream.Sold[0], "48213", "Your code is 48213");
        await CheckAsync(rig, order, "48213");
        await RunAsync(rig, 5);
        Assert.Equal(1, rig.Upstream.Calls("getStatusV2"));
    }

    private static async Task CheckAsync(SupplierRig rig, OrderView order, string? code)
    {
        await RunAsync(rig, 4);
        var now = await rig.Store.OrderAsync(order);
        Assert.Equal((code is null ? OrderStatus.Pending : OrderStatus.Succeeded, code), (now.Status, now.Code));
    }

    private static async Task RunAsync(SupplierRig rig, int times)
    {
        for (var i = 0; i < times; i++)
            await rig.LaterAsync();
    }

    private static Task<int> MessagesAsync(SupplierRig rig) => rig.Store.ScalarAsync<int>("select count(*) as \"Value\" from messages");
}
