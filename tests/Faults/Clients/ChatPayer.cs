using System.Globalization;
using System.Text.RegularExpressions;
using XthonBot.TestKit;

namespace XthonBot.Faults.Clients;

/// <summary>A customer who pays in by tapping: for the balance, or exactly what a purchase lacks, which then goes on by itself.</summary>
internal sealed partial class ChatPayer(Buyer buyer, SandboxTestClient telegram, Journal journal, Report report, Random random) : IClient
{
    private const string Card = "for your balance";
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly Chat chat = new(telegram, buyer.TelegramId);
    private readonly Purse purse = new(telegram, buyer.TelegramId, report, new Random(random.Next()));

    public async Task OnceAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 300)), TimeProvider.System);
        if (random.Next(6) == 0)
            await purse.FinishAsync();
        await journal.PayingAsync(random.Next(3) == 0 ? TopUpAsync : BuyAsync);
    }

    private async Task TopUpAsync()
    {
        var amount = (random.Next(100, 1500) / 100m).ToString("0.00", CultureInfo.InvariantCulture);
        var asked = await chat.SaysAsync($"/topup {amount}");
        if (await chat.SeesAsync(asked, "How do you want to pay") is { } ways && await PayByOneOfAsync(ways))
            await SeesAsync(ways.MessageId, "received by", "payments seen credited at once, in the chat");
    }

    private async Task BuyAsync()
    {
        var asked = await chat.SaysAsync("/buy");
        if (
            await chat.SeesAsync(asked, "Which service") is not { } list
            || Button(list, Shop.DearServiceName) is not { } row
            || await TapsAsync(list, row, "In stock") is not { } offer
        )
            return;
        buyer.ButtonsTapped++;
        if (Button(offer, "✅ Buy for") is { } buy)
        {
            await chat.TapsAsync(offer, buy);
            await SeesAsync(offer.MessageId, "Waiting for the code", "purchases of payers who had the money");
            return;
        }

        if (Button(offer, "➕ Pay") is not { } pay || await TapsAsync(offer, pay, "How do you want to pay?") is not { } ways)
            return;
        report.Count("purchases that lacked money");
        if (await PayByOneOfAsync(ways))
            await SeesAsync(ways.MessageId, "Waiting for the code", "purchases seen to go on by themselves");
    }

    /// <returns>Whether the store is likely to hear of the money at once.</returns>
    private async Task<bool> PayByOneOfAsync(SandboxMessage ways)
    {
        var rows = ways.AllButtons.Where(button => button.Text.Contains(" · ", StringComparison.Ordinal)).ToList();
        if (rows.Count == 0)
            return false;
        var way = rows[random.Next(rows.Count)];
        var update = await chat.TapsAsync(ways, way);
        if (random.Next(6) == 0)
            await chat.TapsAsync(ways, way);
        if (random.Next(6) == 0)
            await chat.AgainAsync(update);
        // In Stars the invoice is a message of its own; else the card has the provider's page.
        if (await chat.SeesAsync(ways.MessageId, IsOpened) is not { } card || (card.Invoice?.Id ?? AddressOf(card)) is not { } invoice)
            return false;
        if (PublicId().Match(card.Text ?? "") is { Success: true } id)
            journal.Opened(Guid.Parse(id.Groups[1].Value), invoice.Split('-')[0]);
        return await purse.PayAsync(await telegram.Desk.InvoiceAsync(invoice));

        bool IsOpened(SandboxMessage message) =>
            message is { MessageId: var number, Invoice: { Id: not null, Paid: false } } && number > ways.MessageId
            || (message.Text ?? "").Contains(Card, StringComparison.Ordinal) && AddressOf(message) is not null;
    }

    private async Task<SandboxMessage?> TapsAsync(SandboxMessage message, SandboxButton button, string until)
    {
        await chat.TapsAsync(message, button);
        return await chat.SeesAsync(message.MessageId, until);
    }

    private async Task SeesAsync(int from, string words, string count)
    {
        if (await chat.SeesAsync(from + 1, words, Moment) is not null)
            report.Count(count);
    }

    private static string? AddressOf(SandboxMessage card) =>
        card
            .AllButtons.Select(button => button.Url)
            .OfType<string>()
            .Select(url => url.Split("/desk/pay/"))
            .FirstOrDefault(p => p.Length == 2)
            ?[1];

    private static SandboxButton? Button(SandboxMessage message, string label) =>
        message.AllButtons.FirstOrDefault(button => button.Text.StartsWith(label, StringComparison.Ordinal));

    [GeneratedRegex("pay_([0-9a-f]{32})")]
    private static partial Regex PublicId();
}
