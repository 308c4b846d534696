using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Payments;

/// <summary>Takes the proof of a transfer: as an answer, or as a picture or file that is sent while one transfer waits for it.</summary>
internal sealed class ReceiptScreens(SubmitReceiptHandler submit, ReadPaymentsHandler read, PaymentCards cards, TimeProvider time)
    : IChatGate
{
    private const int Looked = 20;

    // A bank may take its time, and the proof comes after it.
    private static readonly TimeSpan AfterTheEnd = TimeSpan.FromDays(3);

    /// <returns>Null where no transfer of theirs waits, or the file has another route.</returns>
    public async Task<Screen?> AnswerAsync(ChatContext chat, ChatEvent happened, ChatRoute? route, CancellationToken ct)
    {
        if (happened is not (ChatEvent.Pictured or ChatEvent.Uploaded) || (happened.By is not Authorship.Own && !happened.IsForwardedFile))
            return null;
        // A stock list of an operator has its route, unless it is forwarded: that is no command.
        if (!chat.IsAdmitted || (route is not null && !happened.IsForwardedFile))
            return null;
        var theirs = await read.ListAsync(new PaymentFilter(chat.Customer.Id), null, Looked, ct);
        var transfers = theirs.Payments.Where(p => p.Kind == PaymentKind.Transfer).ToList();
        var waiting =
            transfers.Find(p => p.State is PaymentState.Open or PaymentState.Review)
            ?? transfers.Find(p => p.State == PaymentState.Expired && time.UtcNow() - p.ExpiresAt < AfterTheEnd);
        return waiting is null ? null : await SubmitAsync(chat, waiting.Id, happened, ct);
    }

    /// <param name="proof">A picture, a file or a text; of an album the first, which alone counts, and the customer is told so.</param>
    public async Task<Screen> SubmitAsync(ChatContext chat, PaymentId payment, ChatEvent proof, CancellationToken ct)
    {
        var receipt = new SubmitReceipt(payment, chat.Customer.Id, null, null, false, null);
        receipt = proof switch
        {
            ChatEvent.Pictured picture => receipt with
            {
                FileId = picture.FileId,
                FileKey = picture.FileKey,
                IsPhoto = true,
                Text = picture.Caption,
            },
            ChatEvent.Uploaded file => receipt with { FileId = file.FileId, FileKey = file.FileKey, Text = file.Caption },
            ChatEvent.Text text => receipt with { Text = text.Whole },
            _ => receipt,
        };
        var words = chat.Words;
        var rest = proof.Album is null ? "" : " " + words.Html("pay.receiptalbum");
        return (await submit.HandleAsync(receipt, ct)).Match(
            taken => cards.Card(words, taken, words.Html("pay.receipttaken", ("amount", ScreenText.Dollars(taken.Amount))) + rest),
            error => new Screen(ErrorTexts.Of(words, error), [Navigation.Home(words)])
        );
    }
}
