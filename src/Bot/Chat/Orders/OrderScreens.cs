using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Orders;

/// <summary>The customer's numbers, and the card of each.</summary>
internal sealed class OrderScreens(ReadOrdersHandler orders, CancelOrderHandler cancel, DisputeOrderHandler dispute, OrderCards cards)
    : IChatFeature
{
    private const int PageSize = 8;

    public void Map(Routes routes) =>
        routes
            .Customers.Command("/numbers", (chat, ct) => ListAsync(chat, 0, ct))
            .Tap<Callback.Orders>((chat, list, ct) => ListAsync(chat, list.Page, ct))
            .Tap<Callback.Order>((chat, order, ct) => OpenAsync(chat, order.Id, ct))
            .Tap<Callback.CancelOrder>(CancelAsync)
            .Tap<Callback.DisputeOrder>(DisputeAsync);

    private async Task<Screen> ListAsync(ChatContext chat, int page, CancellationToken ct)
    {
        var words = chat.Words;
        var found = await orders.PageAsync(chat.Customer.Id, Math.Max(page, 0), PageSize, ct);
        if (found.Total == 0)
            return new Screen(
                words.Html("numbers.empty"),
                [new Button.Tap(words.Label("key.buy"), new Callback.Services(0, ""))],
                [Navigation.Home(words)]
            );

        var rows = found
            .Orders.Select(o =>
                (IReadOnlyList<Button>)[new Button.Tap($"{Mark(o)} {o.Phone ?? "…"} · {o.ServiceName}", new Callback.Order(o.Id))]
            )
            .ToList();
        var pages = (found.Total + PageSize - 1) / PageSize;
        if (pages > 1)
            rows.Add(Navigation.Pages(Math.Clamp(page, 0, pages - 1), pages, to => new Callback.Orders(to)));
        rows.Add([Navigation.Home(words)]);
        return new Screen(words.Html("numbers.list", ("total", found.Total)), [.. rows]);
    }

    private async Task<Screen> OpenAsync(ChatContext chat, OrderId id, CancellationToken ct) =>
        (await orders.HandleAsync(chat.Customer.Id, id, ct)).TryGet(out var order, out var error)
            ? await cards.CardAsync(chat.Words, order, inList: true, null, ct)
            : new Screen(ErrorTexts.Of(chat.Words, error), Back(chat.Words), [Navigation.Home(chat.Words)]);

    private async Task<Screen> CancelAsync(ChatContext chat, Callback.CancelOrder command, CancellationToken ct)
    {
        // The notification tells of the refund; the card shows the state of the order, whichever change came first.
        var canceled = await cancel.HandleAsync(new CancelOrder(chat.Customer.Id, command.Id), ct);
        var notice = canceled.Error is Error.CodeArrived or Error.TextArrived ? ErrorTexts.Of(chat.Words, canceled.Error) : null;
        return await ShowAsync(chat, command.Id, command.InList, notice, ct);
    }

    private async Task<Screen> DisputeAsync(ChatContext chat, Callback.DisputeOrder command, CancellationToken ct)
    {
        // The card says itself that a dispute is open, or how it was decided.
        var opened = await dispute.HandleAsync(chat.Customer.Id, command.Id, ct);
        var notice = opened.Error is Error.NoDispute ? ErrorTexts.Of(chat.Words, opened.Error) : null;
        return await ShowAsync(chat, command.Id, command.InList, notice, ct);
    }

    private async Task<Screen> ShowAsync(ChatContext chat, OrderId id, bool inList, string? notice, CancellationToken ct) =>
        (await orders.HandleAsync(chat.Customer.Id, id, ct)).TryGet(out var order, out var error)
            ? await cards.CardAsync(chat.Words, order, inList, notice, ct)
            : new Screen(ErrorTexts.Of(chat.Words, error), Back(chat.Words));

    /// <summary>An order as its owner sees it, the same in the receipt and in the list.</summary>
    public static Screen Card(Words words, OrderView order, DisputeChoice dispute, bool inList, string? notice)
    {
        var text = words.Html(
            "card",
            ("phone", order.Phone ?? "…"),
            ("service", order.ServiceName),
            ("price", ScreenText.Dollars(order.Price)),
            ("state", new Markup(State(words, order) + DisputeState(words, dispute))),
            ("id", order.Id)
        );
        var copies = new List<Button>();
        if (order.Phone is { } phone)
            copies.Add(new Button.Copy($"📋 {phone}", phone));
        if (order.Code is not null)
            copies.Add(new Button.Copy($"📋 {order.Code}", order.Code));
        var rows = new List<IReadOnlyList<Button>> { copies };
        if (order.Status == OrderStatus.Pending)
            copies.Add(new Button.Tap(words.Label("card.cancel"), new Callback.CancelOrder(order.Id, inList)));
        else if (!order.IsOpen)
            rows.Add([new Button.Tap(words.Label("code.again"), new Callback.BuyAgain(order.Service))]);
        if (dispute == DisputeChoice.Possible)
            rows.Add([new Button.Tap(words.Label("card.dispute"), new Callback.DisputeOrder(order.Id, inList))]);
        if (inList)
            rows.Add(Back(words));
        return new Screen(notice is null ? text : $"{notice}\n\n{text}", [.. rows.Where(row => row.Count > 0)]);
    }

    private static string State(Words words, OrderView order) =>
        order.Status switch
        {
            OrderStatus.Pending when order.Phone is null => words.Html("card.fetching"),
            OrderStatus.Pending => words.Html("card.pending", ("until", LocalTime.ClockAndDistance(order.ExpiresAt))),
            OrderStatus.Succeeded when order.Code is not null => words.Html("card.succeeded", ("code", order.Code)) + More(words, order),
            OrderStatus.Succeeded when order.IsByText => words.Html("card.bytext") + More(words, order),
            OrderStatus.Succeeded => words.Html("card.purged"),
            OrderStatus.Canceled => words.Html("card.canceled", ("price", ScreenText.Dollars(order.Price))),
            OrderStatus.Expired => words.Html("card.expired", ("price", ScreenText.Dollars(order.Price))),
            _ => words.Html("card.refunded", ("price", ScreenText.Dollars(order.Price))),
        };

    private static string DisputeState(Words words, DisputeChoice dispute) =>
        dispute switch
        {
            DisputeChoice.Open => "\n" + words.Html("card.disputed"),
            DisputeChoice.Rejected => "\n" + words.Html("card.upheld"),
            _ => "",
        };

    private static string More(Words words, OrderView order) =>
        order.IsOpen ? '\n' + words.Html("card.more", ("until", LocalTime.ClockAndDistance(order.ExpiresAt))) : "";

    private static string Mark(OrderView order) =>
        order.Status switch
        {
            OrderStatus.Pending => "⏳",
            OrderStatus.Succeeded => "✅",
            OrderStatus.Canceled => "✖",
            OrderStatus.Expired => "⌛",
            _ => "↩",
        };

    private static IReadOnlyList<Button> Back(Words words) => [Navigation.Back(words, new Callback.Orders(0))];
}
