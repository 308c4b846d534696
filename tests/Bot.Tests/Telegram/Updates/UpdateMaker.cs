using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace XthonBot.Bot.Tests.Telegram.Updates;

/// <param name="Number">What it was made of.</param>
/// <param name="Kind">Of the update that it was made from.</param>
/// <param name="Chats">Where an answer to it may go.</param>
internal sealed record MadeUpdate(long Id, long Number, string Kind, IReadOnlyList<long> Chats, byte[] Json);

/// <summary>Makes of a number an update of some kind, odd in some ways, and the same one every time.</summary>
internal static class UpdateMaker
{
    // What no tree of JSON can hold is put in afterwards, in place of these.
    private const string Half = "~half~";
    private const string Deep = "~deep~";
    private const string Bad = "~bad~";
    private const string Again = "~again~";

    private static readonly string[] Texts =
    [
        "/start",
        "/balance",
        "/buy",
        "/credit 1000 1000000",
        "/stock tg\n+15550001",
        "/webhook https://evil.example",
        "hello",
        "",
        " ",
        "/",
        "//",
        "🛒 Buy a number",
        "x".PadRight(5000, 'x'),
        "null",
        "-1",
        "‮/start",
        "<b>&lt;",
    ];

    private static readonly string[] Contents =
    [
        """{"photo":[{"file_id":"x","file_unique_id":"y","width":1,"height":2}],"caption":"/balance"}""",
        """{"voice":{"file_id":"x","file_unique_id":"y","duration":3}}""",
        """{"video_note":{"file_id":"x","file_unique_id":"y","length":3,"duration":3}}""",
        """{"sticker":{"file_id":"x","type":"regular","width":1,"height":1,"is_animated":false}}""",
        """{"contact":{"phone_number":"+1","first_name":"x"}}""",
        """{"location":{"latitude":1.5,"longitude":2.5}}""",
        """{"poll":{"id":"1","question":"?","options":[],"type":"quiz"}}""",
        """{"dice":{"emoji":"x","value":4}}""",
        """{"game":{"title":"x","description":"y","photo":[]}}""",
        """{"story":{"chat":{"id":1,"type":"private"},"id":4}}""",
        """{"document":{"file_id":"x","file_unique_id":"y","file_name":"n.txt","file_size":7},"caption":"/stock tg"}""",
        """{"animation":{"file_id":"x"},"document":{"file_id":"x"}}""",
        """{"pinned_message":{"message_id":5}}""",
        """{"successful_payment":{"currency":"XTR","total_amount":5,"invoice_payload":"x"}}""",
        """{"text":"/start","entities":[{"type":"bot_command","offset":0,"length":6}]}""",
        """{"text":"/credit 1000 5","forward_origin":{"type":"user","date":1,"sender_user":{"id":5}}}""",
        """{"text":"/help","via_bot":{"id":5,"is_bot":true,"first_name":"x"}}""",
        """{"text":"/help","is_topic_message":true,"message_thread_id":17}""",
        """{"text":"x","reply_to_message":{"message_id":3,"date":1,"chat":{"id":1,"type":"private"},"text":"/credit 1000 5"}}""",
    ];

    private static readonly string[] Others =
    [
        """{"inline_query":{"id":"1","query":"x","offset":""}}""",
        """{"poll":{"id":"1","type":"quiz"}}""",
        """{"chat_join_request":{"user_chat_id":5,"date":1}}""",
        """{"pre_checkout_query":{"id":"1","currency":"XTR","total_amount":5,"invoice_payload":"x"}}""",
        """{"channel_post":{"message_id":4,"text":"/start"}}""",
        """{"message_reaction":{"message_id":5,"new_reaction":[{"type":"emoji","emoji":"x"}]}}""",
        """{"moon_landing":{"crew":3}}""",
    ];

    /// <param name="number">What it is made of.</param>
    public static MadeUpdate Make(long number, long id, long person)
    {
        // By way of a digest, since neighbouring seeds begin alike.
        var random = new Random(BitConverter.ToInt32(SHA256.HashData(BitConverter.GetBytes(number))));
        var update = Valid(random, id, person);
        var kind = update.First(field => field.Key != "update_id").Key;
        for (var more = random.Next(4); more > 0; more--)
            Spoil(update, random);
        // By what stands there now a server knows which it is, and the bot whom to answer.
        update["update_id"] = id;
        var chats = Numbers(update).Append(person).ToList();
        var json = update
            .ToJsonString()
            .Replace(Half, random.Next(2) == 0 ? "\\ud83d" : "\\ude00", StringComparison.Ordinal)
            .Replace($"\"{Deep}\"", new string('[', 500) + new string(']', 500), StringComparison.Ordinal)
            .Replace($"\"{Bad}\"", "NaN", StringComparison.Ordinal)
            .Replace(Again, "from", StringComparison.Ordinal);
        if (random.Next(10) == 0 && !json.Contains("NaN", StringComparison.Ordinal))
            json = json.Replace(
                $"\"update_id\":{id}",
                random.Next(2) == 0 ? $"\"update_id\":\"{id}\"" : $"\"update_id\":{id}.0",
                StringComparison.Ordinal
            );
        return new MadeUpdate(id, number, kind, chats, Encoding.UTF8.GetBytes(json));
    }

    private static JsonObject Valid(Random random, long number, long person)
    {
        var from = new JsonObject
        {
            ["id"] = person,
            ["is_bot"] = false,
            ["first_name"] = "Ann",
            ["username"] = $"ann{person}",
            ["language_code"] = "en",
        };
        var chat = new JsonObject
        {
            ["id"] = person,
            ["type"] = "private",
            ["first_name"] = "Ann",
        };
        var message = random.Next(3) == 0 ? new JsonObject { ["text"] = Of(random, Texts) } : Parse(Of(random, Contents));
        (message["message_id"], message["date"], message["chat"], message["from"]) = (number, 1_764_000_000, chat, from);
        if (random.Next(6) == 0)
            message["media_group_id"] = $"{number}";
        return random.Next(10) switch
        {
            < 6 => new JsonObject { ["update_id"] = number, ["message"] = message },
            6 => new JsonObject { ["update_id"] = number, ["edited_message"] = message },
            7 => new JsonObject
            {
                ["update_id"] = number,
                ["callback_query"] = new JsonObject
                {
                    ["id"] = $"{number}",
                    ["from"] = from.DeepClone(),
                    ["message"] = message,
                    ["chat_instance"] = "1",
                    ["data"] = Of(random, "h|x", "b|||", "", "\0", "oc|1|1|AAAA"),
                },
            },
            8 => new JsonObject
            {
                ["update_id"] = number,
                ["my_chat_member"] = new JsonObject
                {
                    ["chat"] = chat.DeepClone(),
                    ["from"] = from.DeepClone(),
                    ["date"] = 1,
                    ["new_chat_member"] = new JsonObject
                    {
                        ["status"] = Of(random, "kicked", "member", "sleeping"),
                        ["user"] = from.DeepClone(),
                    },
                },
            },
            _ => Other(random, number, from, chat),
        };
    }

    private static JsonObject Other(Random random, long number, JsonObject from, JsonObject chat)
    {
        var update = Parse(Of(random, Others));
        var content = update.First().Value!.AsObject();
        (content["from"], content["chat"]) = (from.DeepClone(), chat.DeepClone());
        update["update_id"] = number;
        return update;
    }

    private static void Spoil(JsonObject update, Random random)
    {
        var places = Places(update).Where(place => !(ReferenceEquals(place.Parent, update) && place.Key as string == "update_id")).ToList();
        if (places.Count == 0)
            return;
        var (parent, key) = places[random.Next(places.Count)];
        var old = key is string name ? parent[name] : parent[(int)key];
        JsonNode? spoiled = random.Next(16) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next(2) == 0),
            2 => JsonValue.Create("text"),
            3 => JsonValue.Create(Half),
            4 => JsonValue.Create(Deep),
            5 => new JsonObject(),
            6 => new JsonArray(old?.DeepClone()),
            7 => new JsonObject { ["type"] = "sparkle", [Half] = old?.DeepClone() },
            8 when IsNumber(old, out var number) => JsonValue.Create(number * (1L << 40)),
            9 when IsNumber(old, out var number) => JsonValue.Create(number + 0.5),
            10 => JsonValue.Create(1e300),
            11 when IsNumber(old, out var number) => JsonValue.Create($"{number}"),
            12 when random.Next(20) == 0 => JsonValue.Create(Bad),
            13 => JsonValue.Create(Of(random, Texts)),
            14 => JsonValue.Create(-1),
            _ => JsonValue.Create("sparkle"),
        };
        if (key is string field)
        {
            if (random.Next(8) == 0)
                ((JsonObject)parent).Remove(field);
            else if (random.Next(12) == 0)
                parent[Again] = spoiled;
            else
                parent[field] = spoiled;
        }
        else
            parent[(int)key] = spoiled;
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) =>
        node switch
        {
            JsonObject all => all.SelectMany(field => Places(field.Value).Prepend((all, field.Key))),
            JsonArray list => list.SelectMany((item, i) => Places(item).Prepend((list, i))),
            _ => [],
        };

    private static IEnumerable<long> Numbers(JsonNode? node) =>
        node switch
        {
            JsonObject all => all.SelectMany(field => Numbers(field.Value)),
            JsonArray list => list.SelectMany(Numbers),
            JsonValue value when IsNumber(value, out var number) => [number],
            JsonValue value when value.TryGetValue<string>(out var text) && long.TryParse(text, out var written) => [written],
            _ => [],
        };

    private static bool IsNumber(JsonNode? node, out long number)
    {
        number = 0;
        return node is JsonValue value
            && (value.TryGetValue(out number) || (value.TryGetValue<int>(out var small) && (number = small) == small));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static string Of(Random random, params string[] of) => of[random.Next(of.Length)];
}
