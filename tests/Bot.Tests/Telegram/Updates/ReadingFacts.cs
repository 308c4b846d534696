using System.Text;
using System.Text.Json;
using CsCheck;
using Telegram.Bot;
using Telegram.Bot.Types;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Telegram;
using XthonBot.Bot.Telegram.Updates;
using XthonBot.Core.Foundation.Durability;

namespace XthonBot.Bot.Tests.Telegram.Updates;

public sealed class ReadingFacts
{
    // Inner elements of an answer: sound, odd or not even objects.
    private static readonly Gen<string> Element = Gen.OneOf(
        """{"update_id":1}""",
        """{ "update_id" : 2, "message": {"text":"]}, {\"update_id\":9}"} }""",
        "17",
        "null",
        "[[],{}]",
        "\"\\ud83d\"",
        "{}",
        "[" + new string('[', 200) + new string(']', 200) + "]",
        "\"х\""
    );

    [Fact]
    public void An_answer_is_cut_into_its_elements_and_what_breaks_off_costs_only_what_stands_behind_it() =>
        Gen.Select(Element.Array[0, 8], Gen.Int[0, 1000], Gen.Bool)
            .Sample(
                (elements, cut, okFirst) =>
                {
                    var list = $"\"result\" : [ {string.Join(" , ", elements)} ]";
                    var body = Encoding.UTF8.GetBytes(okFirst ? $$"""{"ok":true,{{list}}}""" : $$"""{ {{list}}, "ok":true}""");
                    var whole = UpdatesAnswer.Read(body);
                    Assert.True(whole is { IsOk: true, IsWhole: true });
                    Assert.Equal(elements, whole.Elements.Select(Text));

                    var part = UpdatesAnswer.Read(body.AsMemory(0, Math.Min(cut, body.Length)));
                    Assert.Equal(elements.Take(part.Elements.Count), part.Elements.Select(Text));
                    if (part.IsWhole && part.IsOk)
                        Assert.Equal(elements.Length, part.Elements.Count);

                    static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
                }
            );

    [Theory]
    [InlineData("""{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}""", 429, 7)]
    [InlineData("""{"ok":false,"error_code":"401","description":5}""", 401, null)]
    [InlineData("""{"ok":false}""", 0, null)]
    [InlineData("""{"ok":true,"result":{}}""", 0, null)]
    [InlineData("""["result",[1]]""", 0, null)]
    [InlineData("""{"x":{"result":[1]}}""", 0, null)]
    [InlineData("nothing", 0, null)]
    public void An_answer_without_a_list_is_a_refusal(string body, int code, int? retryAfter)
    {
        var answer = UpdatesAnswer.Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal((false, code, retryAfter), (answer.IsOk, answer.ErrorCode, answer.RetryAfterSeconds));
    }

    [Fact]
    public void What_an_earlier_release_stored_is_read()
    {
        var stored = JsonSerializer.Serialize(
            new Update
            {
                Id = 5,
                Message = new Message
                {
                    Id = 7,
                    Date = DateTime.UnixEpoch.AddYears(56),
                    Chat = new global::Telegram.Bot.Types.Chat { Id = 42, Type = global::Telegram.Bot.Types.Enums.ChatType.Private },
                    From = new User
                    {
                        Id = 42,
                        FirstName = "Ann",
                        LastName = "Lee",
                        Username = "ann",
                        LanguageCode = "ru",
                    },
                    Text = "/Buy@raw_bot tele",
                },
            },
            JsonBotAPI.Options
        );

        var read = IncomingUpdate.Read(stored);

        Assert.Equal(new IncomingPerson(42, "ann", "Ann Lee", "ru"), read.Person);
        Assert.Equal(new ChatEvent.Text("/buy", "tele", "/Buy@raw_bot tele"), read.Happened);
        Assert.False(IncomingUpdate.Read("").IsUnderstood);
    }

    /// <summary>A redelivery may be written in another way; another character makes it another update.</summary>
    [Fact]
    public void A_digest_is_of_what_is_said_and_not_of_the_blanks_between()
    {
        var digest = new ContentDigest([1]);
        long Of(string json) => RawUpdate.Read(Encoding.UTF8.GetBytes(json))!.DigestBy(digest);

        var one = Of("""{"update_id":1,"message":{"text":"a b","n":[1,2]}}""");
        Assert.Equal(one, Of("""{ "update_id" : 1, "message": { "text": "a b",  "n":[ 1 , 2 ]}}"""));
        Assert.NotEqual(one, Of("""{"update_id":1,"message":{"text":"ab","n":[1,2]}}"""));
        Assert.NotEqual(one, Of("""{"update_id":1,"message":{"text":"a b","n":[12]}}"""));
    }

    [Theory]
    [InlineData("""{"update_id":1,"message":{"chat":{"id":-100500},"from":{"id":5}}}""", -100500)]
    [InlineData("""{"update_id":1,"message":{"chat":{"id":"x"},"from":{"id":5}}}""", 5)]
    [InlineData("""{"update_id":1,"callback_query":{"from":{"id":1099511627776},"message":{"chat":{"id":9}}}}""", 1099511627776)]
    [InlineData("""{"update_id":1,"message":{"chat":{"id":-9223372036854775808}}}""", 0)]
    [InlineData("""{"update_id":1,"message":[]}""", 0)]
    [InlineData("""{"update_id":1}""", 0)]
    public void The_partition_key_is_the_chat_or_the_person(string json, long key) =>
        Assert.Equal(key, RawUpdate.Read(Encoding.UTF8.GetBytes(json))!.PartitionKey);

    [Theory]
    [InlineData("""{"update_id":1,"Grüße /credit 5":{}}""")]
    [InlineData("""{"update_id":1,"a\nb":{}}""")]
    public void A_kind_that_is_no_name_does_not_come_into_the_log(string json) =>
        Assert.Equal("unknown", RawUpdate.Read(Encoding.UTF8.GetBytes(json))!.Kind);
}
