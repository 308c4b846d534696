using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using XthonBot.Texts;

namespace XthonBot.Bot.Telegram;

/// <summary>The slash menu: the same for all, with /admin in the operators' chats alone.</summary>
internal sealed partial class CommandMenu(ITelegramBotClient client, TextBook texts, Operators operators, ILogger<CommandMenu> log)
{
    private static readonly string[] Commands = ["start", "buy", "numbers", "balance", "api", "help"];

    public async Task PublishAsync(CancellationToken ct)
    {
        foreach (var words in texts.Languages)
        {
            var language = words.Language == TextBook.Fallback ? null : words.Language;
            await TryAsync(() => client.SetMyCommands(Menu(words, Commands), new BotCommandScopeDefault(), language, ct));
        }

        foreach (var id in operators.All)
            await PublishForAsync(id, texts[TextBook.Fallback], ct);
    }

    /// <summary>An operator's own menu; Telegram knows their chat only after they wrote to the bot.</summary>
    public Task PublishForAsync(long operatorId, Words words, CancellationToken ct) =>
        TryAsync(() =>
            client.SetMyCommands(Menu(words, [.. Commands, "admin"]), new BotCommandScopeChat { ChatId = operatorId }, null, ct)
        );

    private static BotCommand[] Menu(Words words, string[] commands) =>
        [.. commands.Select(command => new BotCommand(command, words.Label("menu." + command)))];

    private async Task TryAsync(Func<Task> publish)
    {
        try
        {
            await publish();
        }
        catch (RequestException e)
        {
            // The menu is a comfort; everything works by typing.
            LogFailed(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A slash menu could not be set: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
