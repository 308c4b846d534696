using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>
/// What a message says is read in one place, which knows whose words they are; what it answers or quotes is never handed on.
/// </summary>
internal static class WordsDoor
{
    private const string Message = "Telegram.Bot.Types.Message";
    private const string Reader = "XthonBot.Bot.Chat.ChatEvent";
    private static readonly string[] Words =
    [
        "get_Text",
        "get_Caption",
        "get_ReplyToMessage",
        "get_ExternalReply",
        "get_Quote",
        "get_PinnedMessage",
    ];

    public static IEnumerable<string> WordsAreReadInOnePlace(ModuleDefinition module) =>
        from method in module.Bodies()
        where method.DeclaringType.Outermost().FullName != Reader
        from call in method.Calls()
        where call.DeclaringType.FullName == Message && Words.Contains(call.Name)
        select $"{method.Place()} reads a message: {call.Name}";
}
