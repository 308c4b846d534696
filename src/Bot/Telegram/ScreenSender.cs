using System.Text;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Bot.Texts;
using XthonBot.Core.Customers;

namespace XthonBot.Bot.Telegram;

/// <summary>Turns screens into messages, edits where it can, and notes who has blocked the bot.</summary>
internal sealed partial class ScreenSender(
    TelegramSender sender, ITelegramBotClient client, CallbackCodec callbacks, MarkBlockedHandler block, ILogger<ScreenSender> log)
{
    private static readonly LinkPreviewOptions NoPreview = new() { IsDisabled = true };

    /// <summary>Answers a tap at once; past the limits, which it does not count against.</summary>
    public async Task AnswerAsync(string queryId, string? text, CancellationToken ct)
    {
        try
        {
            await client.AnswerCallbackQuery(queryId, text, cancellationToken: ct);
        }
        catch (RequestException e)
        {
            // Too old after a restart, or Telegram is away: what the tap asked for is done all the same.
            LogUnanswered(log, e.Message);
        }
    }

    /// <param name="editMessageId">The message to change in place, if any.</param>
    /// <returns>The id of the message that shows it.</returns>
    public async Task<int?> ShowAsync(Visit visit, Screen screen, int? editMessageId, CancellationToken ct)
    {
        var chat = visit.Customer.TelegramId;
        var lasting = screen.Picture is null && screen.File is null && !screen.WithKeyboard;
        if (editMessageId is { } messageId && lasting)
        {
            var edited = await EditAsync(chat, messageId, screen, SendPriority.Reply, ct);
            if (edited.Status is SendStatus.Sent)
                return messageId;
            if (edited.Status is not SendStatus.Rejected)
                return null;
        }

        return (await SendAsync(chat, screen, screen.Speaks ?? visit.Words, SendPriority.Reply, null, ct)).Value?.Id;
    }

    public Task<SendOutcome<Message>> EditAsync(long chat, int messageId, Screen screen, SendPriority priority, CancellationToken ct) =>
        NoteBlocked(chat, sender.SendAsync(
            chat, priority,
            (bot, token) => bot.EditMessageText(
                chat, messageId, screen.Html, ParseMode.Html, replyMarkup: Inline(chat, screen), linkPreviewOptions: NoPreview, cancellationToken: token),
            ct));

    /// <param name="words">For the reply keyboard, where the screen wants it.</param>
    /// <param name="replyTo">The message it answers, if that is still there.</param>
    public Task<SendOutcome<Message>> SendAsync(long chat, Screen screen, Words words, SendPriority priority, int? replyTo, CancellationToken ct)
    {
        ReplyMarkup? markup = screen.WithKeyboard ? HomeKeyboard.Of(words) : Inline(chat, screen);
        var reply = replyTo is { } id ? new ReplyParameters { MessageId = id, AllowSendingWithoutReply = true } : null;
        return NoteBlocked(chat, sender.SendAsync(
            chat, priority,
            async (bot, token) =>
            {
                if (screen.Picture is { } picture)
                    return await bot.SendPhoto(
                        chat, InputFile.FromStream(new MemoryStream(picture), "picture.png"), screen.Html, ParseMode.Html, replyMarkup: markup, cancellationToken: token);
                if (screen.File is { } file)
                    return await bot.SendDocument(
                        chat, InputFile.FromStream(new MemoryStream(Encoding.UTF8.GetBytes(file.Content)), file.Name), screen.Html, ParseMode.Html, replyMarkup: markup, cancellationToken: token);
                return await bot.SendMessage(chat, screen.Html, ParseMode.Html, reply, markup, NoPreview, cancellationToken: token);
            },
            ct));
    }

    public Task SendPlainAsync(long chat, string html, SendPriority priority, CancellationToken ct) =>
        NoteBlocked(chat, sender.SendAsync(chat, priority, (bot, token) => bot.SendMessage(chat, html, ParseMode.Html, cancellationToken: token), ct));

    private async Task<SendOutcome<Message>> NoteBlocked(long chat, Task<SendOutcome<Message>> sending)
    {
        var outcome = await sending;
        if (outcome.Status == SendStatus.Blocked)
            await block.HandleAsync(chat, CancellationToken.None);
        return outcome;
    }

    private InlineKeyboardMarkup? Inline(long chat, Screen screen) => screen.Rows.Length == 0 ? null : new InlineKeyboardMarkup(
        screen.Rows.Select(row => row.Select(button => button switch
        {
            Button.Tap tap => InlineKeyboardButton.WithCallbackData(tap.Label, callbacks.Encode(tap.Callback, chat)),
            Button.Copy copy => InlineKeyboardButton.WithCopyText(copy.Label, copy.Text),
            Button.Link link => InlineKeyboardButton.WithUrl(link.Label, link.Url),
            _ => throw new InvalidOperationException($"Unknown button {button.GetType().Name}."),
        })));

    [LoggerMessage(Level = LogLevel.Information, Message = "A tap could not be answered: {Reason}")]
    private static partial void LogUnanswered(ILogger log, string reason);
}
