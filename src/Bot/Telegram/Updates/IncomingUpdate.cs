using System.Text.Json;
using XthonBot.Bot.Chat;

namespace XthonBot.Bot.Telegram.Updates;

/// <param name="Name">First and last name, as they are.</param>
internal sealed record IncomingPerson(long Id, string? Username, string Name, string? LanguageCode);

/// <summary>The fields of an update that the store uses: one that it does not know, or cannot read, is as if it were not there.</summary>
/// <param name="Person">Whose it is; null where it is nobody's with whom the store speaks.</param>
/// <param name="Happened">Null where it is nothing to which the store answers.</param>
/// <param name="IsUnderstood">Whether that much is known; false for one that is to be logged and counted.</param>
internal sealed record IncomingUpdate(string Kind, IncomingPerson? Person, ChatEvent? Happened, bool IsUnderstood)
{
    /// <summary>A payment, or a refund, of which Telegram tells.</summary>
    public StarMessage? Stars { get; init; }

    // Telegram's own notes of what happened in a chat. A payment is worked at where payments are.
    private static readonly string[] ServiceNotes =
    [
        "new_chat_members",
        "left_chat_member",
        "chat_owner_left",
        "chat_owner_changed",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "supergroup_chat_created",
        "channel_chat_created",
        "message_auto_delete_timer_changed",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "successful_payment",
        "refunded_payment",
        "users_shared",
        "chat_shared",
        "gift",
        "unique_gift",
        "gift_upgrade_sent",
        "connected_website",
        "write_access_allowed",
        "passport_data",
        "proximity_alert_triggered",
        "boost_added",
        "chat_background_set",
        "checklist_tasks_done",
        "checklist_tasks_added",
        "direct_message_price_changed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "giveaway_created",
        "giveaway",
        "giveaway_winners",
        "giveaway_completed",
        "paid_message_price_changed",
        "suggested_post_approved",
        "suggested_post_approval_failed",
        "suggested_post_declined",
        "suggested_post_paid",
        "suggested_post_refunded",
        "video_chat_scheduled",
        "video_chat_started",
        "video_chat_ended",
        "video_chat_participants_invited",
        "web_app_data",
    ];

    /// <param name="payload">As it was stored, by this release or an earlier one, which wrote Telegram's names as well; empty where it is
    /// lost with its key.</param>
    public static IncomingUpdate Read(string payload)
    {
        if (payload.Length == 0 || LenientJson.Parse(payload) is not { ValueKind: JsonValueKind.Object } update)
            return new IncomingUpdate("lost", null, null, false);
        var kind = RawUpdate.KindOf(update);
        if (RawUpdate.Content(update)?.Value is not { ValueKind: JsonValueKind.Object } content)
            return new IncomingUpdate(kind, null, null, false);
        return kind switch
        {
            "message" => Message(kind, content, AuthorOf(content)),
            "edited_message" => Message(kind, content, Authorship.Edited),
            "callback_query" => Tap(kind, content),
            "my_chat_member" => Of(
                kind,
                content,
                content,
                new ChatEvent.Membership(content.Object("new_chat_member")?.Text("status") == "kicked")
            ),
            "pre_checkout_query" => new IncomingUpdate(kind, null, null, true),
            _ => new IncomingUpdate(kind, null, null, false),
        };
    }

    private static IncomingUpdate Message(string kind, JsonElement message, Authorship by)
    {
        if (by != Authorship.Edited && StarMessage.Read(message) is { } stars)
            return new IncomingUpdate(kind, stars.Payer is null ? null : PersonOf(message.Object("from")), null, true) { Stars = stars };
        if (Array.Exists(ServiceNotes, name => message.Has(name)))
            return new IncomingUpdate(kind, null, null, true);
        ChatEvent happened = message switch
        {
            // A moving picture comes as a file as well.
            _ when message.Object("document") is { } document && document.Text("file_id") is { } file && !message.Has("animation") =>
                new ChatEvent.Uploaded(
                    file,
                    document.Text("file_name") ?? "",
                    document.Number("file_size") ?? 0,
                    message.Text("caption") ?? ""
                )
                {
                    FileKey = document.Text("file_unique_id"),
                },
            _ when LargestPhoto(message) is { } photo && photo.Text("file_id") is { } picture => new ChatEvent.Pictured(
                picture,
                photo.Text("file_unique_id"),
                message.Text("caption") ?? ""
            ),
            _ when message.Text("text") is { Length: > 0 } text => ChatEvent.Read(text),
            _ => new ChatEvent.Unread(),
        };
        // A place that moves is edited every few seconds, and nobody wrote anything.
        if (by == Authorship.Edited && happened is ChatEvent.Unread or ChatEvent.Pictured)
            return new IncomingUpdate(kind, null, null, true);
        return Of(kind, message, message, happened with { By = by, ReplyTo = ReplyOf(message), Album = message.Text("media_group_id") });
    }

    // A picture comes in several sizes, the largest one last.
    private static JsonElement? LargestPhoto(JsonElement message) =>
        message.TryGetProperty("photo", out var sizes) && sizes.ValueKind == JsonValueKind.Array
            ? sizes
                .EnumerateArray()
                .Where(size => size.ValueKind == JsonValueKind.Object)
                .Select(size => (JsonElement?)size)
                .LastOrDefault()
            : null;

    private static IncomingUpdate Tap(string kind, JsonElement query)
    {
        var message = query.Object("message");
        var id = message?.Number("message_id");
        return Of(
            kind,
            query,
            message,
            new ChatEvent.Tapped(query.Text("id") ?? "", id is > 0 and <= int.MaxValue ? (int)id : null, query.Text("data"))
        );
    }

    /// <param name="of">Has the person, as <c>from</c>.</param>
    /// <param name="within">Has the chat; null where it stands in none.</param>
    private static IncomingUpdate Of(string kind, JsonElement of, JsonElement? within, ChatEvent happened)
    {
        var (from, chat) = (of.Object("from"), within.Object("chat"));
        // The store speaks to persons; in a group anybody would see everybody's codes.
        if (chat is { } place && !IsPrivate(place, from))
            return new IncomingUpdate(kind, null, null, true);
        if (from is { } sender && sender.IsTrue("is_bot"))
            return new IncomingUpdate(kind, null, null, true);
        // A private chat has the person's own id and names.
        var person = PersonOf(from) ?? PersonOf(chat);
        return person is null
            ? new IncomingUpdate(kind, null, null, false)
            : new IncomingUpdate(kind, person, happened with { Topic = TopicOf(within) }, true);
    }

    // By its id where its type is none that is known: only a person's chat has the person's id.
    private static bool IsPrivate(JsonElement chat, JsonElement? from) =>
        chat.Text("type") switch
        {
            "private" => true,
            "group" or "supergroup" or "channel" => false,
            _ => chat.Number("id") is not { } id || (id > 0 && id == (from?.Number("id") ?? id)),
        };

    private static IncomingPerson? PersonOf(JsonElement? person) =>
        person?.Number("id") is { } id and > 0
            ? new IncomingPerson(
                id,
                person.Value.Text("username"),
                $"{person.Value.Text("first_name")} {person.Value.Text("last_name")}".Trim(),
                person.Value.Text("language_code")
            )
            : null;

    private static Authorship AuthorOf(JsonElement message) =>
        message.Has("forward_origin") || message.Has("forward_date") || message.Has("forward_from") || message.Has("forward_sender_name")
            ? Authorship.Forwarded
        : message.Has("via_bot") || message.Has("sender_business_bot") ? Authorship.OtherBot
        : Authorship.Own;

    private static int? ReplyOf(JsonElement message)
    {
        if (message.Has("external_reply") || message.Has("reply_to_story"))
            return 0;
        if (message.Object("reply_to_message") is not { } answered)
            return null;
        // Within a topic every message seems to answer the one that opened it.
        var id = answered.Number("message_id");
        return answered.Has("forum_topic_created") || (id is not null && id == message.Number("message_thread_id")) ? null
            : id is > 0 and <= int.MaxValue ? (int)id
            : 0;
    }

    private static int? TopicOf(JsonElement? message) =>
        message is { } one && one.IsTrue("is_topic_message") && one.Number("message_thread_id") is { } topic and > 0 and <= int.MaxValue
            ? (int)topic
            : null;
}
