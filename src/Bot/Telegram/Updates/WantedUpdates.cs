using System.Text.Json;
using Telegram.Bot.Types.Enums;

namespace XthonBot.Bot.Telegram.Updates;

/// <summary>The kinds of updates that are asked for, in polls and of the webhook.</summary>
internal static class WantedUpdates
{
    // Named, because without names Telegram keeps the last setting. Payments are among them: nothing pending is ever dropped.
    public static readonly UpdateType[] Types =
    [
        UpdateType.Message,
        UpdateType.EditedMessage,
        UpdateType.CallbackQuery,
        UpdateType.MyChatMember,
        UpdateType.PreCheckoutQuery,
    ];

    public static readonly string[] Names = [.. Types.Select(type => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString()))];
}
