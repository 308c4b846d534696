using System.Text.Json;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Methods;

internal static class Commands
{
    public static object Set(World world, Arguments arguments)
    {
        var scope = Scope(world, arguments);
        var commands = Read(arguments);
        world.Commands.Set(scope, Language(arguments), commands);
        Refresh(world, scope);
        return true;
    }

    public static object Get(World world, Arguments arguments) => world.Commands.Get(Scope(world, arguments), Language(arguments));

    public static object Delete(World world, Arguments arguments)
    {
        var scope = Scope(world, arguments);
        world.Commands.Delete(scope, Language(arguments));
        Refresh(world, scope);
        return true;
    }

    private static List<BotCommand> Read(Arguments arguments)
    {
        if (arguments.Json("commands") is not { ValueKind: JsonValueKind.Array } list)
            throw Refusal.BadRequest("expected an Array of BotCommand");
        var commands = list.EnumerateArray()
            .Select(one => new BotCommand((one.Text("command") ?? "").TrimStart('/'), one.Text("description") ?? ""))
            .ToList();
        if (commands.Count > 100)
            throw Refusal.BadRequest("BOT_COMMANDS_TOO_MUCH");
        foreach (var (command, description) in commands)
        {
            if (command.Length is < 1 or > 32 || !command.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
                throw Refusal.BadRequest("BOT_COMMAND_INVALID");
            if (description.Length is < 1 or > 256)
                throw Refusal.BadRequest("BOT_COMMAND_DESCRIPTION_INVALID");
        }
        return commands;
    }

    private static string Language(Arguments arguments) => arguments.Text("language_code") ?? "";

    private static CommandScope Scope(World world, Arguments arguments)
    {
        if (arguments.Json("scope") is not { } scope)
            return new CommandScope("default");
        return scope.Text("type") switch
        {
            "chat" => new CommandScope("chat", world.ChatForBot(ChatId(scope)).Person.Id),
            ("default" or "all_private_chats" or "all_group_chats" or "all_chat_administrators") and var wide => new CommandScope(wide),
            _ => throw Refusal.BadRequest("can't parse BotCommandScope: unsupported type specified"),
        };
    }

    private static long? ChatId(JsonElement scope) =>
        scope.Member("chat_id") switch
        {
            { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var id) => id,
            { ValueKind: JsonValueKind.String } text when long.TryParse(text.GetString(), out var id) => id,
            _ => null,
        };

    private static void Refresh(World world, CommandScope scope)
    {
        if (scope.Type == "chat")
            world.Find(scope.ChatId)?.Refresh();
        else
            foreach (var conversation in world.Conversations)
                conversation.Refresh();
    }
}
