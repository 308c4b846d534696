namespace XthonBot.Bot.Tests.Telegram.Updates;

/// <summary>Updates as no release of the client knows them. In each, <c>#u</c> is its id and <c>#p</c> the person.</summary>
internal static class OddUpdates
{
    public const string Start =
        """{"update_id":#u,"message":{"message_id":7,"date":1764000000,"chat":{"id":#p,"type":"private","first_name":"Ann"},"from":{"id":#p,"is_bot":false,"first_name":"Ann"},"text":"/start"}}""";

    private const string Chat = """ "chat":{"id":#p,"type":"private","first_name":"Ann"} """;
    private const string From = """ "from":{"id":#p,"is_bot":false,"first_name":"Ann"} """;
    private const string Head = $$""" "message_id":7,"date":1764000000,{{Chat}},{{From}} """;

    /// <summary>Each gets an answer.</summary>
    public static IReadOnlyList<string> Answered =>
        [
            Start,
            Message($$"""{{Head}},"text":"/start","forward_origin":{"type":"spaceship","date":1}"""),
            Message($$"""{{Head}},"text":"/start now","entities":[{"type":"sparkle","offset":0,"length":6}]"""),
            Message($$"""{{Head}},"text":"/start","entities":{"type":"bot_command"}"""),
            Message($$"""{{Head}},"text":"/start","entities":null"""),
            Message(
                $$"""{{Head}},"text":"/start","reply_markup":{"inline_keyboard":[[{"text":"x","style":"sparkly","callback_data":"x"}]]}"""
            ),
            Message($$""" "message_id":7,"date":1,"chat":{"id":#p,"type":"galaxy"},{{From}},"text":"/start" """),
            Message($$""" "message_id":7,"date":1,"chat":{"id":#p},{{From}},"text":"/start" """),
            Message($$""" "message_id":7,"date":1,"chat":"here",{{From}},"text":"/start" """),
            Message($$""" "message_id":7,"date":1,{{Chat}},"text":"/start" """),
            Message($$""" "message_id":7,"date":1,{{Chat}},"from":"Ann","text":"/start" """),
            Message(
                $$""" "message_id":7,"date":1,{{Chat}},"from":{"id":#p,"is_bot":null,"first_name":null,"language_code":12},"text":"/start" """
            ),
            Message(
                $$""" "message_id":7,"date":1,{{Chat}},"from":{"id":"#p","first_name":"\ud83d","last_name":"\ude00x","username":7},"text":"/start" """
            ),
            Message($$""" "message_id":9007199254740993,"date":99999999999999,{{Chat}},{{From}},"text":"/start" """),
            Message($$""" "message_id":"seven","date":"soon",{{Chat}},{{From}},"text":"/start" """),
            Message($$""" "date":-1e300,{{Chat}},{{From}},"text":"/start" """),
            Message($$"""{{Head}},"text":"/start \ud83d half, \u0000 nothing, \ud83d\ude00 whole" """),
            Message($$"""{{Head}},"\ud83d":1,"text":"/start" """),
            Message($$"""{{Head}},"text":7"""),
            Message($$"""{{Head}},"text":null,"photo":[{"file_id":"x"}]"""),
            Message($$"""{{Head}},"sticker":{"type":"holographic","file_id":"x"}"""),
            Message($$"""{{Head}},"poll":{"type":"riddle","id":"1"}"""),
            Message($$"""{{Head}},"voice":{"file_id":"x","duration":12.5,"file_size":1e40}"""),
            Message($$"""{{Head}},"document":{"file_id":["x"],"file_size":"much"}"""),
            Message($$"""{{Head}},"hologram":{"depth":3}"""),
            Message(Head),
            Message(
                $$"""{{Head}},"text":"/start","reply_to_message":{"message_id":4611686018427387904,"chat":{"type":"galaxy"},"entities":[{"type":"sparkle"}]}"""
            ),
            Message($$"""{{Head}},"text":"/start","nested":{{new string('[', 300)}}{{new string(']', 300)}}"""),
            Message($$"""{{Head}},"text":"/first","text":"/start" """),
            """{"moon":{"phase":3},"update_id":#u,"message":{"message_id":7,"chat":{"id":#p,"type":"private"},"text":"/start"}}""",
            """{"message":{"message_id":7,"chat":{"id":#p,"type":"private"},"text":"/start"},"update_id":"#u"}""",
            """{"update_id":#u.0,"message":{"message_id":7,"chat":{"id":#p,"type":"private"},"text":"/start"}}""",
            $$"""{"update_id":#u,"callback_query":{"id":"1","data":"x|y","chat_instance":"2",{{From}},"message":{ {{Head}},"reply_markup":{"inline_keyboard":[[{"text":"x","style":"sparkly"}]]} } } }""",
            $$"""{"update_id":#u,"callback_query":{"id":"1","data":"x|y",{{From}},"message":{"message_id":9007199254740993,{{Chat}},"date":0} } }""",
            $$"""{"update_id":#u,"callback_query":{"id":17,"data":null,{{From}} } }""",
        ];

    /// <summary>Each is passed over, by its id.</summary>
    public static IReadOnlyList<string> PassedOver =>
        [
            """{"update_id":#u}""",
            """{"update_id":#u,"moon_landing":{"from":{"id":#p}}}""",
            """{"update_id":#u,"message":5}""",
            """{"update_id":#u,"message":null}""",
            """{"update_id":#u,"message":"text"}""",
            """{"update_id":#u,"message":{"text":"/start"}}""",
            """{"update_id":#u,"message":{"from":{"id":-5},"text":"/start"}}""",
            """{"update_id":#u,"message":{"from":{"id":1e30},"chat":{"id":0.5,"type":"private"},"text":"/start"}}""",
            """{"update_id":#u,"my_chat_member":{"new_chat_member":{"status":"sleeping"}}}""",
            """{"update_id":#u,"callback_query":{"id":"1","data":"x"}}""",
        ];

    /// <summary>Each is understood, and nothing is to be done.</summary>
    public static IReadOnlyList<string> Quiet =>
        [
            """{"update_id":#u,"message":{"message_id":7,"chat":{"id":-100#p,"type":"supergroup"},"from":{"id":#p},"text":"/start"}}""",
            """{"update_id":#u,"message":{"message_id":7,"chat":{"id":-100#p,"type":"galaxy"},"from":{"id":#p},"text":"/start"}}""",
            """{"update_id":#u,"message":{"message_id":7,"chat":{"id":#p,"type":"private"},"from":{"id":#p,"is_bot":true},"text":"/start"}}""",
            Message($$"""{{Head}},"pinned_message":{"message_id":3,"entities":[{"type":"sparkle"}]}"""),
            Message($$"""{{Head}},"successful_payment":{"currency":"XTR","total_amount":1}"""),
            Message($$"""{{Head}},"forum_topic_created":{"name":"x","icon_color":1}"""),
            $$"""{"update_id":#u,"edited_message":{ {{Head}},"edit_date":1,"location":{"latitude":1,"longitude":2} } }""",
            $$"""{"update_id":#u,"pre_checkout_query":{"id":"1",{{From}},"currency":"XTR","total_amount":1,"invoice_payload":"x"} }""",
        ];

    /// <summary>Not even the id of these can be read.</summary>
    public static IReadOnlyList<string> WithoutId =>
        [
            """{"message":{"text":"/start"}}""",
            """{"update_id":null}""",
            """{"update_id":1e300,"message":{}}""",
            "\"text\"",
            "17",
            "null",
            "[]",
            "{}",
        ];

    public static string Fill(string update, long id, long person) =>
        update.Replace("#u", $"{id}", StringComparison.Ordinal).Replace("#p", $"{person}", StringComparison.Ordinal);

    private static string Message(string fields) => $$"""{"update_id":#u,"message":{ {{fields}} } }""";
}
