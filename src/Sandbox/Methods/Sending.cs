using XthonBot.Sandbox.Formatting;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Methods;

internal static class Sending
{
    /// <summary>After the entities are parsed, counted in UTF-16 units: never more than Telegram would let through.</summary>
    public const int LongestText = 4096;
    public const int LongestCaption = 1024;

    public static object Message(World world, Arguments arguments)
    {
        var markup = MarkupReader.Read(arguments);
        var chat = world.ChatForBot(arguments.Integer("chat_id"));
        var text = ReadText(arguments);
        return Post(
            world,
            chat,
            arguments,
            markup,
            new Message
            {
                From = world.Bot,
                Chat = chat.Chat,
                Text = text.Text,
                Entities = text.Entities,
            }
        );
    }

    public static object ChatAction(World world, Arguments arguments)
    {
        var chat = world.ChatForBot(arguments.Integer("chat_id"));
        if (arguments.Text("action") is not { Length: > 0 } action)
            throw Refusal.BadRequest("wrong parameter action in request");
        chat.ShowAction(action);
        return true;
    }

    public static FormattedText ReadText(Arguments arguments)
    {
        var text = Formatted(arguments, "text", "entities");
        if (text.Text.Length == 0)
            throw Refusal.BadRequest("message text is empty");
        return text.Text.Length <= LongestText ? text : throw Refusal.BadRequest("message is too long");
    }

    public static FormattedText ReadCaption(Arguments arguments)
    {
        var caption = Formatted(arguments, "caption", "caption_entities");
        return caption.Text.Length <= LongestCaption ? caption : throw Refusal.BadRequest("message caption is too long");
    }

    public static Message Post(World world, Conversation chat, Arguments arguments, Markup? markup, Message draft)
    {
        var reply = arguments.Json("reply_parameters");
        var replyTo =
            reply?.Member("message_id") is { } nested && nested.TryGetInt32(out var id)
                ? id
                : (int?)arguments.Integer("reply_to_message_id");
        var sendWithoutReply = (reply?.Flag("allow_sending_without_reply") ?? false) || arguments.Flag("allow_sending_without_reply");
        if (arguments.Integer("message_thread_id") is { } thread)
            draft = draft with { MessageThreadId = (int)thread, IsTopicMessage = true };
        return chat.PostFromBot(draft, markup, replyTo, sendWithoutReply);
    }

    private static FormattedText Formatted(Arguments arguments, string textName, string entitiesName)
    {
        // With a mode the entities are not read, whatever they are.
        var mode = arguments.Text("parse_mode");
        return FormattedText.Read(arguments.Text(textName) ?? "", mode, string.IsNullOrEmpty(mode) ? arguments.Json(entitiesName) : null);
    }
}
