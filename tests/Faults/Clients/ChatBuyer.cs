using System.Text.RegularExpressions;
using XthonBot.TestKit;

namespace XthonBot.Faults.Clients;

/// <summary>A customer who buys in the chat by tapping. A tap is never lost: Telegram keeps it until the store has it.</summary>
internal sealed partial class ChatBuyer(Buyer buyer, SandboxTestClient telegram, Gateway gateway, Journal journal, Random random) : IClient
{
    private readonly Chat chat = new(telegram, buyer.TelegramId);

    public async Task OnceAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 150)), TimeProvider.System);
        if (await OfferAsync() is not { } offer || Button(offer, "✅ Buy for") is not { } buy)
            return;

        var moves = journal.Moves;
        buyer.ButtonsTapped++;
        var update = await chat.TapsAsync(offer, buy);
        if (random.Next(6) == 0)
            await chat.TapsAsync(offer, buy);
        if (random.Next(6) == 0)
            await chat.AgainAsync(update);
        if (await chat.SeesAsync(offer.MessageId + 1, "Waiting for the code") is not { } card)
            return;

        var purchase = journal.Bought(
            Guid.Parse(PublicId().Match(card.Text!).Groups[1].Value),
            buyer,
            card.AllButtons.First(b => b.CopyText is not null).CopyText!,
            moves
        );
        switch (random.Next(10))
        {
            case < 6:
                await gateway.SendAsync(journal.Write(purchase));
                break;
            case < 8:
                await CancelAsync(purchase, card);
                break;
            case 8:
                await Task.WhenAll(gateway.SendAsync(journal.Write(purchase)), CancelAsync(purchase, card));
                break;
        }
    }

    private async Task<SandboxMessage?> OfferAsync()
    {
        var asked = await chat.SaysAsync("/buy");
        if (await chat.SeesAsync(asked, "Which service") is not { } list || Button(list, Shop.ServiceName) is not { } row)
            return null;
        await chat.TapsAsync(list, row);
        return await chat.SeesAsync(list.MessageId, "In stock");
    }

    private async Task CancelAsync(Purchase purchase, SandboxMessage card)
    {
        if (Button(card, "✖ Cancel") is not { } cancel)
            return;
        purchase.CancelAsked = true;
        await chat.TapsAsync(card, cancel);
        purchase.CancelTaken = purchase.Texts.IsEmpty;
    }

    private static SandboxButton? Button(SandboxMessage message, string label) =>
        message.AllButtons.FirstOrDefault(button => button.Text.StartsWith(label, StringComparison.Ordinal));

    [GeneratedRegex("tx_([0-9a-f]{32})")]
    private static partial Regex PublicId();
}
