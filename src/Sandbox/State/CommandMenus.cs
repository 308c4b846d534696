using System.Collections.Concurrent;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.State;

/// <summary>The slash menus: one list for each scope and language.</summary>
internal sealed class CommandMenus
{
    private readonly ConcurrentDictionary<(CommandScope Scope, string Language), IReadOnlyList<BotCommand>> menus = new();

    public void Set(CommandScope scope, string language, IReadOnlyList<BotCommand> commands)
    {
        if (commands.Count == 0)
            Delete(scope, language);
        else
            menus[(scope, language)] = commands;
    }

    public void Delete(CommandScope scope, string language) => menus.TryRemove((scope, language), out _);

    public IReadOnlyList<BotCommand> Get(CommandScope scope, string language) => menus.GetValueOrDefault((scope, language), []);

    /// <summary>The commands that a person sees in their private chat: the narrowest scope first, with their language before without
    /// (https://core.telegram.org/bots/api#determining-list-of-commands).</summary>
    public IReadOnlyList<BotCommand> For(SandboxPerson person)
    {
        ReadOnlySpan<CommandScope> scopes = [new("chat", person.Id), new("all_private_chats"), new("default")];
        foreach (var scope in scopes)
        {
            if (person.LanguageCode.Length > 0 && menus.TryGetValue((scope, person.LanguageCode), out var spoken))
                return spoken;
            if (menus.TryGetValue((scope, ""), out var any))
                return any;
        }
        return [];
    }
}

internal sealed record CommandScope(string Type, long ChatId = 0);
