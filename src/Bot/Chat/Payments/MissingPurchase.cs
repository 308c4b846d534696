using XthonBot.Bot.Callbacks;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Views.Storefront;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Payments;

/// <param name="Why">In Telegram's HTML.</param>
internal sealed record MissingAmount(string Why, Button Button);

/// <summary>The buttons that pay exactly what is missing: for a purchase, or of a debt.</summary>
internal sealed class MissingPurchase(
    ListWaysHandler list,
    ReadPaymentsHandler read,
    ListServicesHandler services,
    PlaceOrderHandler orders,
    Shortages shortages
)
{
    // The key of a purchase in the chat is its nonce behind this.
    private const string InChat = "chat:";

    /// <summary>The amount to pay by a way for what is missing: that, or the least that the way takes.</summary>
    /// <returns>Null where it takes less.</returns>
    public static Money? AmountBy(WayOffer offer, Money missing) =>
        missing > offer.Most ? null
        : missing < offer.Least ? offer.Least
        : missing;

    /// <summary>To pay exactly what is missing, or the least of the ways where that is more; to top up where no way takes it.</summary>
    /// <param name="nonce">Of the purchase, which goes on when the money is there.</param>
    public async Task<Button> ButtonAsync(
        ChatContext chat,
        ServiceId service,
        Money price,
        Money missing,
        string nonce,
        CancellationToken ct
    )
    {
        shortages.Note(chat.Customer.Id, service, price, nonce);
        return await PayAsync(chat, service, price, missing, nonce, ct)
            ?? new Button.Tap(chat.Words.Label("key.topup"), new Callback.TopUp());
    }

    /// <summary>
    /// The amounts that the customer has a reason to pay in: for the purchase that waits for money, or else the one that failed for want
    /// of it within the last hour, and without one of these to be free of a debt.
    /// </summary>
    public async Task<IReadOnlyList<MissingAmount>> AmountsAsync(ChatContext chat, CustomerBalance account, CancellationToken ct)
    {
        if (await PurchaseAsync(chat, account, ct) is { } purchase)
            return [purchase];
        var debt = account.MissingFor(Money.Zero);
        return debt > Money.Zero && await LeastAsync(chat, debt, ct) is { } amount
            ?
            [
                new MissingAmount(
                    chat.Words.Html("pay.owed", ("debt", ScreenText.Dollars(account.Debt))),
                    new Button.Tap(chat.Words.Label("pay.debt", ("amount", ScreenText.Dollars(amount))), new Callback.TopUpBy(amount.Minor))
                ),
            ]
            : [];
    }

    /// <summary>Whether the purchase is made: paying for it once more would buy nothing.</summary>
    public Task<bool> IsBoughtAsync(ChatContext chat, string nonce, CancellationToken ct) =>
        orders.IsPlacedAsync(chat.Customer.Id, InChat + nonce, ct);

    private async Task<MissingAmount?> PurchaseAsync(ChatContext chat, CustomerBalance account, CancellationToken ct)
    {
        if (await WantedAsync(chat.Customer.Id, ct) is not { } wanted || await IsBoughtAsync(chat, wanted.Nonce, ct))
            return null;
        var missing = account.MissingFor(wanted.Price);
        if (missing <= Money.Zero)
            return null;
        // One that is sold out meanwhile is no reason to pay.
        return
            (await services.FindAsync(chat.Customer.Id, wanted.Service, ct)).TryGet(out var service, out _)
            && service.Stock > 0
            && await PayAsync(chat, wanted.Service, wanted.Price, missing, wanted.Nonce, ct) is { } button
            ? new MissingAmount(chat.Words.Html("pay.lacks", ("missing", ScreenText.Dollars(missing)), ("service", service.Name)), button)
            : null;
    }

    private async Task<(ServiceId Service, Money Price, string Nonce)?> WantedAsync(CustomerId customer, CancellationToken ct)
    {
        if (shortages.Of(customer) is { } last)
            return (last.Service, last.Price, last.Nonce);
        return await read.WaitingAsync(customer, ct) is { } waiting && waiting.Key.StartsWith(InChat, StringComparison.Ordinal)
            ? (waiting.Service, waiting.AgreedPrice, waiting.Key[InChat.Length..])
            : null;
    }

    /// <returns>Null where no way takes it.</returns>
    private async Task<Button?> PayAsync(
        ChatContext chat,
        ServiceId service,
        Money price,
        Money missing,
        string nonce,
        CancellationToken ct
    ) =>
        price.Minor <= int.MaxValue && await LeastAsync(chat, missing, ct) is { } amount
            ? new Button.Tap(
                chat.Words.Label("pay.andbuy", ("amount", ScreenText.Dollars(amount))),
                new Callback.PayAndBuy(service, (int)price.Minor, nonce)
            )
            : null;

    /// <summary>The least that one of the ways takes and that covers what is missing.</summary>
    private async Task<Money?> LeastAsync(ChatContext chat, Money missing, CancellationToken ct)
    {
        var amounts = list.HasAny
            ? (await list.HandleAsync(chat.Customer.Id, missing, ct)).Select(offer => AmountBy(offer, missing)).OfType<Money>().ToList()
            : [];
        return amounts.Count == 0 ? null : amounts.Min();
    }
}
