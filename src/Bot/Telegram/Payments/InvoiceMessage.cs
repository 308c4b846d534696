using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Payments;
using Telegram.Bot.Types.ReplyMarkups;
using XthonBot.Bot.Chat;
using XthonBot.Texts;

namespace XthonBot.Bot.Telegram.Payments;

/// <summary>Sends an invoice in Stars as a message of the chat.</summary>
internal static class InvoiceMessage
{
    private const string Stars = "XTR";

    // A forwarded copy opens the bot in place of paying somebody else's invoice.
    private const string ForwardedCopy = "topup";

    /// <param name="below">The rows under the button that pays, which Telegram wants to be the first.</param>
    public static Task<Message> SendAsync(
        ITelegramBotClient bot,
        long chat,
        StarInvoice invoice,
        InlineKeyboardMarkup? below,
        Words? words,
        int? topic,
        CancellationToken ct
    )
    {
        var label = words?.Label("stars.pay", ("stars", invoice.Stars)) ?? $"⭐ {invoice.Stars}";
        var title = InvoiceText.Title(invoice.Title);
        return bot.SendInvoice(
            chat,
            title,
            InvoiceText.Description(invoice.Description),
            invoice.Payload,
            Stars,
            [new LabeledPrice(title, invoice.Stars)],
            providerToken: "",
            startParameter: ForwardedCopy,
            replyMarkup: new InlineKeyboardMarkup([
                [InlineKeyboardButton.WithPay(label)],
                .. below?.InlineKeyboard ?? [],
            ]),
            messageThreadId: topic,
            cancellationToken: ct
        );
    }
}
