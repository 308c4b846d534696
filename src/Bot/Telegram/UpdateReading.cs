using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace XthonBot.Bot.Telegram;

/// <summary>What of an update matters to everybody who handles it.</summary>
internal static class UpdateReading
{
    // Named, because without names Telegram keeps the last setting. Payments are among them: nothing pending is ever dropped.
    public static readonly UpdateType[] Wanted =
        [UpdateType.Message, UpdateType.EditedMessage, UpdateType.CallbackQuery, UpdateType.MyChatMember, UpdateType.PreCheckoutQuery];

    /// <returns>Null where it is lost with its key.</returns>
    public static Update? Read(string payload) => payload.Length == 0 ? null : JsonSerializer.Deserialize<Update>(payload, JsonBotAPI.Options);

    public static string Write(Update update) => JsonSerializer.Serialize(update, JsonBotAPI.Options);

    /// <summary>The chat in whose order it is handled.</summary>
    public static long LaneOf(Update update) =>
        (update.Message ?? update.EditedMessage)?.Chat.Id ?? update.CallbackQuery?.From.Id ?? update.MyChatMember?.Chat.Id ?? update.PreCheckoutQuery?.From.Id ?? 0;

    // The store speaks to persons; in a group anybody would see everybody's codes.
    public static User? PersonOf(Update update) => update switch
    {
        { Message: { Chat.Type: ChatType.Private, From: { IsBot: false } from } } => from,
        { EditedMessage: { Chat.Type: ChatType.Private, From: { IsBot: false } from } } => from,
        { CallbackQuery: { From: { IsBot: false } from } query } when query.Message is null or { Chat.Type: ChatType.Private } => from,
        { MyChatMember: { Chat.Type: ChatType.Private, From: { IsBot: false } from } } => from,
        _ => null,
    };
}
