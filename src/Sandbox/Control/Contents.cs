using System.Text.Json;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Control;

/// <summary>Contents of messages other than text, and their origins, in the forms of the Bot API.</summary>
internal static class Contents
{
    private const long Somebody = 777_000_001;

    /// <param name="kind"><c>sticker</c>, <c>voice</c>, <c>contact</c>, <c>location</c>, <c>dice</c> or <c>video_note</c>.</param>
    public static JsonElement Of(string kind, string text, World world)
    {
        var file = $"SBX-{kind}-{world.Time.GetUtcNow().ToUnixTimeMilliseconds()}";
        object content = kind switch
        {
            "sticker" => new
            {
                FileId = file,
                FileUniqueId = file,
                Type = "regular",
                Width = 512,
                Height = 512,
                IsAnimated = false,
                IsVideo = false,
                Emoji = "👍",
            },
            "voice" => new
            {
                FileId = file,
                FileUniqueId = file,
                Duration = 3,
                MimeType = "audio/ogg",
                FileSize = 4_096,
            },
            "video_note" => new
            {
                FileId = file,
                FileUniqueId = file,
                Length = 240,
                Duration = 3,
            },
            "contact" => new { PhoneNumber = "12015550199", FirstName = text.Length == 0 ? "Somebody" : text },
            "location" => new { Latitude = 40.7128, Longitude = -74.006 },
            "dice" => new { Emoji = "🎲", Value = 4 },
            _ => throw Refusal.BadRequest($"there is no content of the kind {kind} without a file"),
        };
        return Json.Element(content);
    }

    /// <summary>A <c>MessageOrigin</c>.</summary>
    /// <param name="kind"><c>user</c>, <c>hidden_user</c>, <c>chat</c> or <c>channel</c>; any other is one of a later version.</param>
    public static JsonElement Origin(string kind, World world)
    {
        var date = world.Time.GetUtcNow().ToUnixTimeSeconds();
        object origin = kind switch
        {
            "user" => new
            {
                Type = kind,
                Date = date,
                SenderUser = new User(Somebody, false, "Somebody", "somebody"),
            },
            "hidden_user" => new
            {
                Type = kind,
                Date = date,
                SenderUserName = "Somebody",
            },
            "chat" => new
            {
                Type = kind,
                Date = date,
                SenderChat = new
                {
                    Id = -1_001_000_000_001,
                    Type = "supergroup",
                    Title = "A group",
                },
            },
            "channel" => new
            {
                Type = kind,
                Date = date,
                Chat = new
                {
                    Id = -1_001_000_000_002,
                    Type = "channel",
                    Title = "A channel",
                },
                MessageId = 17,
            },
            _ => new { Type = kind, Date = date },
        };
        return Json.Element(origin);
    }

    public static User Bot(string name) => new(777_000_002, true, name, name);

    /// <summary>Who wrote what is forwarded, for the page.</summary>
    public static string NameOf(JsonElement origin) =>
        origin.Member("sender_user")?.Text("first_name")
        ?? origin.Text("sender_user_name")
        ?? origin.Member("sender_chat")?.Text("title")
        ?? origin.Member("chat")?.Text("title")
        ?? origin.Text("type")
        ?? "somebody";

    /// <summary>Telegram marks commands for the bot; the length goes to the first character that a command cannot have.</summary>
    public static List<Entity>? Commands(string text)
    {
        List<Entity>? found = null;
        for (var at = text.IndexOf('/', StringComparison.Ordinal); at >= 0; at = text.IndexOf('/', at + 1))
        {
            if (at > 0 && !char.IsWhiteSpace(text[at - 1]))
                continue;
            var end = at + 1;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '@'))
                end++;
            if (end - at is > 1 and <= 65)
                (found ??= []).Add(new Entity("bot_command", at, end - at));
        }
        return found;
    }
}
