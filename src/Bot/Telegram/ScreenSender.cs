using System.Text;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Telegram.Payments;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Core.Modules.Customers;
using XthonBot.Texts;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Turns screens into messages, edits where it can, and notes who has blocked the bot. A message that Telegram refuses is sent again in
/// plainer forms: nobody is answered by silence.
/// </summary>
internal sealed partial class ScreenSender(
    TelegramSender sender,
    ITelegramBotClient client,
    CallbackCodec callbacks,
    Operators operators,
    MarkBlockedHandler block,
    ILogger<ScreenSender> log
)
{
    /// <summary>The limit of what a button copies, by the Bot API.</summary>
    private const int MaxCopied = 256;

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
    public async Task<int?> ShowAsync(ChatContext chat, Screen screen, int? editMessageId, CancellationToken ct)
    {
        var chatId = chat.Customer.TelegramId;
        var lasting = screen is { Picture: null, File: null, Invoice: null, WithKeyboard: false };
        if (editMessageId is { } messageId && lasting)
        {
            var edited = await EditAsync(chatId, messageId, screen, SendPriority.Reply, ct);
            if (edited.Status is SendStatus.Sent)
                return messageId;
            if (edited.Status is not SendStatus.Rejected)
                return null;
        }

        return (await SendAsync(chatId, screen, screen.Speaks ?? chat.Words, SendPriority.Reply, null, chat.Topic, ct)).Value?.Id;
    }

    public Task<SendOutcome<Message>> EditAsync(long chat, int messageId, Screen screen, SendPriority priority, CancellationToken ct) =>
        InAnyFormAsync(
            chat,
            screen,
            form =>
                sender.SendAsync(
                    chat,
                    priority,
                    (bot, token) =>
                        form.Attachment is null
                            ? bot.EditMessageText(
                                chat,
                                messageId,
                                form.Html,
                                ModeOf(form),
                                replyMarkup: Inline(chat, form),
                                linkPreviewOptions: NoPreview,
                                cancellationToken: token
                            )
                            : bot.EditMessageCaption(
                                chat,
                                messageId,
                                form.Html,
                                ModeOf(form),
                                replyMarkup: Inline(chat, form),
                                cancellationToken: token
                            ),
                    ct
                )
        );

    /// <param name="words">For the reply keyboard, where the screen wants it.</param>
    /// <param name="replyTo">The message it answers, if that is still there.</param>
    /// <param name="topic">The topic in which it is to stand, if that is still there.</param>
    public Task<SendOutcome<Message>> SendAsync(
        long chat,
        Screen screen,
        Words? words,
        SendPriority priority,
        int? replyTo,
        int? topic,
        CancellationToken ct
    ) =>
        InAnyFormAsync(
            chat,
            screen,
            async form =>
            {
                var sent = await sender.SendAsync(
                    chat,
                    priority,
                    (bot, token) => SendFormAsync(bot, chat, form, words, replyTo, topic, token),
                    ct
                );
                return topic is not null && Refused(sent, "thread", "topic")
                    ? await sender.SendAsync(
                        chat,
                        priority,
                        (bot, token) => SendFormAsync(bot, chat, form, words, replyTo, null, token),
                        ct
                    )
                    : sent;
            }
        );

    public Task SendPlainAsync(long chat, string html, SendPriority priority, int? topic, CancellationToken ct) =>
        SendAsync(chat, new Screen(html), null, priority, null, topic, ct);

    private async Task<Message> SendFormAsync(
        ITelegramBotClient bot,
        long chat,
        Screen form,
        Words? words,
        int? replyTo,
        int? topic,
        CancellationToken ct
    )
    {
        ReplyMarkup? markup = form.WithKeyboard && words is not null ? Home(chat, words) : Inline(chat, form);
        if (form.Invoice is { } invoice)
            return await InvoiceMessage.SendAsync(bot, chat, invoice, Inline(chat, form), words, topic, ct);
        var reply = replyTo is { } id ? new ReplyParameters { MessageId = id, AllowSendingWithoutReply = true } : null;
        if (form.Picture is { } picture)
            return await bot.SendPhoto(
                chat,
                InputFile.FromStream(new MemoryStream(picture), "picture.png"),
                form.Html,
                ModeOf(form),
                null,
                markup,
                messageThreadId: topic,
                cancellationToken: ct
            );
        if (form.Attachment is { } stored)
            return stored.IsPhoto
                ? await bot.SendPhoto(
                    chat,
                    InputFile.FromFileId(stored.FileId),
                    form.Html,
                    ModeOf(form),
                    reply,
                    markup,
                    messageThreadId: topic,
                    cancellationToken: ct
                )
                : await bot.SendDocument(
                    chat,
                    InputFile.FromFileId(stored.FileId),
                    form.Html,
                    ModeOf(form),
                    reply,
                    markup,
                    messageThreadId: topic,
                    cancellationToken: ct
                );
        if (form.File is { } file)
            return await bot.SendDocument(
                chat,
                InputFile.FromStream(new MemoryStream(Encoding.UTF8.GetBytes(file.Content)), file.Name),
                form.Html,
                ModeOf(form),
                reply,
                markup,
                messageThreadId: topic,
                cancellationToken: ct
            );
        return await bot.SendMessage(
            chat,
            form.Html,
            ModeOf(form),
            reply,
            markup,
            NoPreview,
            messageThreadId: topic,
            cancellationToken: ct
        );
    }

    private static ParseMode ModeOf(Screen form) => form.IsPlain ? ParseMode.None : ParseMode.Html;

    private static bool Refused(SendOutcome<Message> outcome, params string[] words) =>
        outcome.Status == SendStatus.Rejected
        && Array.Exists(words, word => outcome.Reason?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);

    private async Task<SendOutcome<Message>> InAnyFormAsync(long chat, Screen screen, Func<Screen, Task<SendOutcome<Message>>> send)
    {
        var outcome = await send(screen);
        foreach (var plainer in PlainerForms.Of(screen))
        {
            // A message that is gone does not come back for a plainer text.
            if (
                outcome is not { Status: SendStatus.Rejected, IsAboutTheMessage: true }
                || Refused(outcome, "to edit not found", "can't be edited", "there is no text in", "there is no caption in")
            )
                break;
            LogPlainer(log, chat);
            outcome = await send(plainer);
        }

        if (outcome.Status == SendStatus.Blocked)
            await block.HandleAsync(chat, CancellationToken.None);
        return outcome.Value is { Id: 0 } ? outcome with { Value = null } : outcome;
    }

    private ReplyKeyboardMarkup Home(long chat, Words words)
    {
        var rows = operators.Contains(chat) ? HomeKeys.Rows.Append([HomeKeys.Operator]) : HomeKeys.Rows;
        return new(rows.Select(row => row.Select(key => new KeyboardButton(words.Label(key.Text)))))
        {
            ResizeKeyboard = true,
            IsPersistent = true,
        };
    }

    private InlineKeyboardMarkup? Inline(long chat, Screen screen)
    {
        var rows = screen
            .Rows.Select(row =>
                row.Where(CanBeShown)
                    .Select(button =>
                        button switch
                        {
                            Button.Tap tap => InlineKeyboardButton.WithCallbackData(tap.Label, callbacks.Encode(tap.Callback, chat)),
                            Button.Copy copy => InlineKeyboardButton.WithCopyText(copy.Label, copy.Text),
                            Button.Link link => InlineKeyboardButton.WithUrl(link.Label, link.Url),
                            _ => throw new InvalidOperationException($"Unknown button {button.GetType().Name}."),
                        }
                    )
                    .ToArray()
            )
            .Where(row => row.Length > 0)
            .ToArray();
        return rows.Length == 0 ? null : new InlineKeyboardMarkup(rows);
    }

    private static bool CanBeShown(Button button) => button is not Button.Copy { Text.Length: 0 or > MaxCopied };

    [LoggerMessage(Level = LogLevel.Information, Message = "A tap could not be answered: {Reason}")]
    private static partial void LogUnanswered(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message for chat {Chat} was refused and is sent in a plainer form")]
    private static partial void LogPlainer(ILogger log, long chat);
}
