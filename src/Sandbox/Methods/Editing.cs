using System.Text.Json;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Methods;

internal static class Editing
{
    public static object Text(World world, Arguments arguments)
    {
        var markup = MarkupReader.ReadInline(arguments);
        var chat = world.ChatForBot(arguments.Integer("chat_id"));
        var text = Sending.ReadText(arguments);
        return chat.Edit(
            MessageId(arguments),
            message =>
                message.Text is null
                    ? throw Refusal.BadRequest("there is no text in the message to edit")
                    : Changed(message, message with { Text = text.Text, Entities = text.Entities, ReplyMarkup = markup })
        );
    }

    public static object Caption(World world, Arguments arguments)
    {
        var markup = MarkupReader.ReadInline(arguments);
        var chat = world.ChatForBot(arguments.Integer("chat_id"));
        var caption = Sending.ReadCaption(arguments);
        return chat.Edit(
            MessageId(arguments),
            message =>
                message.Text is not null
                    ? throw Refusal.BadRequest("there is no caption in the message to edit")
                    : Changed(
                        message,
                        message with
                        {
                            Caption = caption.Text.Length == 0 ? null : caption.Text,
                            CaptionEntities = caption.Entities,
                            ReplyMarkup = markup,
                        }
                    )
        );
    }

    public static object ReplyMarkup(World world, Arguments arguments)
    {
        var markup = MarkupReader.ReadInline(arguments);
        var chat = world.ChatForBot(arguments.Integer("chat_id"));
        return chat.Edit(MessageId(arguments), message => Changed(message, message with { ReplyMarkup = markup }));
    }

    public static object Delete(World world, Arguments arguments)
    {
        world.ChatForBot(arguments.Integer("chat_id")).Delete(MessageId(arguments));
        return true;
    }

    private static int MessageId(Arguments arguments) =>
        arguments.Integer("message_id") is { } id and > 0 and <= int.MaxValue
            ? (int)id
            : throw Refusal.BadRequest("message identifier is not specified");

    private static Message Changed(Message before, Message after)
    {
        var same =
            before.Words == after.Words
            && (before.WordEntities ?? []).SequenceEqual(after.WordEntities ?? [])
            && SameMarkup(before.ReplyMarkup, after.ReplyMarkup);
        return same
            ? throw Refusal.BadRequest(
                "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
            )
            : after;
    }

    private static bool SameMarkup(JsonElement? before, JsonElement? after) =>
        before is { } one && after is { } other ? JsonElement.DeepEquals(one, other) : before is null && after is null;
}
